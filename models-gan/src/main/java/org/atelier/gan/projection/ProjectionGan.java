package org.atelier.gan.projection;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.Gradients;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.Hinge;
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
import org.atelier.nn.ConditionalBatchNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.train.Trained;

/**
 * Class-conditional GAN with a projection discriminator and conditional batch norm
 * (arXiv:1802.05637), of residual networks with spectral norm. With φ(x) the discriminator's last
 * features and v(y) an embedding of the class,
 *
 * <pre>
 * D(x, y) = ⟨v(y), φ(x)⟩ + w·φ(x) + b
 * D minimises  E max(0, 1 − D(x, y)) + E max(0, 1 + D(G(z, y'), y'))
 * G minimises  −E D(G(z, y'), y'),   in every n-th step
 * </pre>
 *
 * <p>with y' uniform over the classes. In G, each class has its own gain and bias in the batch
 * norms of the blocks.
 */
public final class ProjectionGan extends Gan<LabelledImages> implements ConditionalModel {
  /** The classes y' of a step's fakes, (N); tests choose them. */
  static final Output<NDArray> FAKE_LABELS = Output.named("fake labels");

  private final ProjectionGanOptions options;
  private final Hinge loss = new Hinge();

  /** Creates an untrained model. */
  public ProjectionGan(ProjectionGanOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            generator(options),
            options.optimizer(),
            ClassLabels.SHAPE),
        new Discriminator(
            options.picture().shape(),
            discriminator(options),
            options.optimizer(),
            ClassLabels.SHAPE));
    this.options = options;
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static ProjectionGan load(Path run) throws IOException {
    return Trained.load(run, ProjectionGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static ProjectionGan load(Path run, Device device) throws IOException {
    return Trained.load(run, ProjectionGan.class, device);
  }

  @Override
  public ProjectionGanOptions options() {
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
        Phase.of("discriminator", this::discriminatorObjective, discriminator()),
        Phase.of("generator", this::generatorObjective, generator()).every(options.criticSteps()));
  }

  @Override
  protected Objective discriminatorObjective(Step<LabelledImages> step) {
    Stabilisation s = options.stabilisation();
    NDArray x = step.batch().images();
    Function<NDArray, NDArray> d = discriminator(step, step.batch().labels());
    NDArray gz = Gradients.withoutRecording(() -> generate(step));
    Function<NDArray, NDArray> fakeD = discriminator(step, fakeLabels(step));
    return Objective.of("real", loss.real(d.apply(x)))
        .plus("fake", loss.fake(fakeD.apply(gz)))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }

  @Override
  protected Objective generatorObjective(Step<LabelledImages> step) {
    NDArray gz = generate(step);
    return Objective.of(
        "adversarial", loss.generator(discriminator(step, fakeLabels(step)).apply(gz)));
  }

  /** D(T(·), y). */
  private Function<NDArray, NDArray> discriminator(Step<LabelledImages> step, NDArray y) {
    return options.stabilisation().augmenting(step, x -> discriminator().forward(x, y));
  }

  private static Layer generator(ProjectionGanOptions options) {
    return options
        .networks()
        .generator(options.picture(), () -> ConditionalBatchNorm2d.of(options.classes()));
  }

  private static Layer discriminator(ProjectionGanOptions options) {
    var network = new LinkedHashMap<>(options.networks().features(options.picture()));
    network.put("", new Projection(options.classes(), options.networks().discriminatorFilters()));
    return Sequential.of(network);
  }
}
