package org.atelier.gan.cgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.LeastSquares;
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
 * Conditional GAN (arXiv:1411.1784) of multilayer perceptrons, with the least-squares loss and the
 * training of PyTorch-GAN. An embedding of the class y is concatenated with the latents in G, and
 * another with the picture in D:
 *
 * <pre>
 * G minimises  E (D(G(z, y'), y') − 1)²
 * D minimises  ½ [ E (D(x, y) − 1)² + E D(G(z, y'), y')² ],   y' uniform over the classes
 * </pre>
 *
 * <p>G learns first in a step; D then learns from the fakes that G made before its update.
 */
public final class Cgan extends Gan<LabelledImages> implements ConditionalModel {
  /** The classes y' of a step's fakes, (N); tests choose them. */
  static final Output<NDArray> FAKE_LABELS = Output.named("fake labels");

  private final CganOptions options;
  private final LeastSquares loss;

  /** Creates an untrained model. */
  public Cgan(CganOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.classes(), options.picture()),
            options.optimizer(),
            ClassLabels.SHAPE),
        new Discriminator(
            options.picture().shape(),
            options.networks().discriminator(options.classes()),
            options.optimizer(),
            ClassLabels.SHAPE));
    this.options = options;
    loss = new LeastSquares(options.stabilisation().realTarget());
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Cgan load(Path run) throws IOException {
    return Trained.load(run, Cgan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static Cgan load(Path run, Device device) throws IOException {
    return Trained.load(run, Cgan.class, device);
  }

  @Override
  public CganOptions options() {
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
    NDArray fakeY = fakeLabels(step);
    return Objective.of(
        "adversarial", loss.generator(discriminator(step, fakeY).apply(fake(step))));
  }

  @Override
  protected Objective discriminatorObjective(Step<LabelledImages> step) {
    Stabilisation s = options.stabilisation();
    NDArray x = step.batch().images();
    Function<NDArray, NDArray> d = discriminator(step, step.batch().labels());
    Function<NDArray, NDArray> fakeD = discriminator(step, fakeLabels(step));
    return Objective.of("real", 0.5, loss.real(d.apply(x)))
        .plus("fake", 0.5, loss.fake(fakeD.apply(fake(step).stopGradient())))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }

  /** D(T(·), y). */
  private Function<NDArray, NDArray> discriminator(Step<LabelledImages> step, NDArray y) {
    return options.stabilisation().augmenting(step, x -> discriminator().forward(x, y));
  }
}
