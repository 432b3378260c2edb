package org.atelier.gan.acgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.CrossEntropy;
import org.atelier.loss.NonSaturating;
import org.atelier.loss.R1Penalty;
import org.atelier.model.Gan;
import org.atelier.model.Phase;
import org.atelier.model.capability.ConditionalModel;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Output;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;

/**
 * GAN with an auxiliary classifier (arXiv:1610.09585), with the training of PyTorch-GAN, and its
 * networks or the paper's. The discriminator has two heads, D for real or generated and C for the
 * class; the generator's latents are multiplied by an embedding of the class:
 *
 * <pre>
 * G minimises  ½ [ −E log σ(D(G(z, y'))) − E log C(y' | G(z, y')) ]
 * D minimises  ¼ [ −E log σ(D(x)) − E log C(y | x)
 *                  − E log(1 − σ(D(G(z, y')))) − λ E log C(y' | G(z, y')) ]
 * </pre>
 *
 * <p>with y' uniform over the classes, and λ = 1 in the paper. G learns first in a step; D then
 * learns from the fakes that G made before its update.
 */
public final class AcGan extends Gan<LabelledImages> implements ConditionalModel {
  /** The classes y' of a step's fakes, (N); tests choose them. */
  static final Output<NDArray> FAKE_LABELS = Output.named("fake labels");

  private final AcGanOptions options;
  private final NonSaturating loss;

  /** Creates an untrained model. */
  public AcGan(AcGanOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.classes(), options.picture()),
            options.optimizer(),
            ClassLabels.SHAPE),
        new Discriminator(
            options.picture().shape(),
            options.networks().discriminator(options.classes(), options.picture()),
            options.optimizer()));
    this.options = options;
    loss = new NonSaturating(options.stabilisation().realTarget());
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static AcGan load(Path run) throws IOException {
    return Trained.load(run, AcGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static AcGan load(Path run, Device device) throws IOException {
    return Trained.load(run, AcGan.class, device);
  }

  @Override
  public AcGanOptions options() {
    return options;
  }

  @Override
  public ClassLabels condition() {
    return new ClassLabels(options.classes());
  }

  @Override
  protected NDList fakeConditions(Step<LabelledImages> step) {
    return new NDList(fakeLabels(step));
  }

  private NDArray fakeLabels(Step<LabelledImages> step) {
    return step.once(FAKE_LABELS, () -> condition().draw(step, latents(step).getShape().get(0)));
  }

  @Override
  public List<Phase<LabelledImages>> phases() {
    return List.of(
        Phase.of("generator", this::generatorObjective, generator()),
        Phase.of("discriminator", this::discriminatorObjective, discriminator()));
  }

  @Override
  protected Objective generatorObjective(Step<LabelledImages> step) {
    NDList fake = heads(step, fake(step));
    return Objective.of("adversarial", 0.5, loss.generator(fake.get(0)))
        .plus("class", 0.5, classLoss(fake.get(1), fakeLabels(step)));
  }

  @Override
  protected Objective discriminatorObjective(Step<LabelledImages> step) {
    Stabilisation s = options.stabilisation();
    NDArray x = step.batch().images();
    NDList real = heads(step, x);
    NDList fake = heads(step, fake(step).stopGradient());
    Function<NDArray, NDArray> d =
        s.augmenting(step, pictures -> discriminator().forwardAll(pictures).get(0));
    return Objective.of("real", 0.25, loss.real(real.get(0)))
        .plus("real class", 0.25, classLoss(real.get(1), step.batch().labels()))
        .plus("fake", 0.25, loss.fake(fake.get(0)))
        .plus(
            "fake class",
            0.25 * options.fakeClassWeight(),
            () -> classLoss(fake.get(1), fakeLabels(step)))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }

  /** The logits of real or generated, (N, 1), and of the classes, (N, classes). */
  private NDList heads(Step<LabelledImages> step, NDArray pictures) {
    return discriminator().forwardAll(options.stabilisation().augment().apply(step, pictures));
  }

  private NDArray classLoss(NDArray logits, NDArray labels) {
    return CrossEntropy.of(
        options.networks().hasSecondSoftmax() ? logits.softmax(1) : logits, labels);
  }
}
