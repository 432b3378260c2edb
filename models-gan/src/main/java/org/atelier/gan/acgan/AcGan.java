package org.atelier.gan.acgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.LabelledImages;
import org.atelier.image.Picture;
import org.atelier.loss.CrossEntropy;
import org.atelier.loss.NonSaturating;
import org.atelier.model.ClassConditional;
import org.atelier.model.ClassLabels;
import org.atelier.model.Conditions;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Output;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * GAN with an auxiliary classifier (arXiv:1610.09585), with the training of PyTorch-GAN, and its
 * networks or the paper's. The discriminator has two heads, realness D and class C; the generator's
 * latents are multiplied with a learnt vector of the class:
 *
 * <pre>
 * G minimises  ½ [ −E log σ(D(G(z, y'))) − E log C(y' | G(z, y')) ]
 * D minimises  ¼ [ −E log σ(D(x)) − E log C(y | x)
 *                  − E log(1 − σ(D(G(z, y')))) − λ E log C(y' | G(z, y')) ]
 * </pre>
 *
 * <p>with y' of any class, equally likely, and λ = 1 in the paper. The generator learns first; the
 * discriminator then judges the pictures that were made before.
 */
public final class AcGan extends Gan<LabelledImages> implements ClassConditional {
  /** The classes that a step's fakes shall be of; tests choose them. */
  static final Output<NDArray> FAKE_LABELS = Output.named("fake labels");

  private final AcGanOptions options;
  private final ClassLabels labels;
  private final NonSaturating loss;

  /** A model that knows nothing yet. */
  public AcGan(AcGanOptions options) {
    super(
        new Generator(
            options.latentSize(),
            options
                .networks()
                .generator(options.latentSize(), options.classes(), options.picture()),
            Adam.of(options.learningRate(), 0.5),
            ClassLabels.SHAPE),
        new Discriminator(
            options.picture().shape(),
            options.networks().discriminator(options.classes(), options.picture()),
            Adam.of(options.learningRate(), 0.5)));
    this.options = options;
    loss = new NonSaturating(options.stabilisation().realTarget());
    labels = new ClassLabels(options.classes());
    options.stabilisation().prepare(generator());
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
  public int classes() {
    return options.classes();
  }

  @Override
  public List<Picture> sample(int count, long seed, int label) {
    return sample(count, seed, labels.always(label));
  }

  @Override
  public Conditions sampleConditions() {
    return labels.inTurn();
  }

  @Override
  protected NDList fakeConditions(Step<LabelledImages> step) {
    return new NDList(fakeLabels(step));
  }

  private NDArray fakeLabels(Step<LabelledImages> step) {
    return step.once(FAKE_LABELS, () -> labels.draw(step, latents(step).getShape().get(0)));
  }

  @Override
  public List<Phase<LabelledImages>> phases() {
    return List.of(
        Phase.of("generator", this::generatorObjective, generator()),
        Phase.of("discriminator", this::discriminatorObjective, discriminator()));
  }

  @Override
  protected Objective generatorObjective(Step<LabelledImages> step) {
    NDList judged = judged(step, fake(step));
    return Objective.of("adversarial", 0.5, loss.generator(judged.get(0)))
        .plus("class", 0.5, classLoss(judged.get(1), fakeLabels(step)));
  }

  @Override
  protected Objective discriminatorObjective(Step<LabelledImages> step) {
    NDArray images = step.batch().images();
    NDList real = judged(step, images);
    NDList fake = judged(step, fake(step).stopGradient());
    Objective judging =
        Objective.of("real", 0.25, loss.real(real.get(0)))
            .plus("real class", 0.25, classLoss(real.get(1), step.batch().labels()))
            .plus("fake", 0.25, loss.fake(fake.get(0)));
    if (options.fakeClassWeight() > 0) {
      double weight = 0.25 * options.fakeClassWeight();
      judging = judging.plus("fake class", weight, classLoss(fake.get(1), fakeLabels(step)));
    }
    return options.stabilisation().penalised(judging, step, this::realness, images);
  }

  private NDArray realness(NDArray pictures) {
    return discriminator().forwardAll(pictures).get(0);
  }

  private NDList judged(Step<LabelledImages> step, NDArray pictures) {
    return discriminator().forwardAll(options.stabilisation().seen(step, pictures));
  }

  private NDArray classLoss(NDArray logits, NDArray wanted) {
    return CrossEntropy.of(
        options.networks().hasSecondSoftmax() ? logits.softmax(1) : logits, wanted);
  }
}
