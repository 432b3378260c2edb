package org.atelier.gan.projection;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.LabelledImages;
import org.atelier.engine.Gradients;
import org.atelier.gan.ResidualNetworks;
import org.atelier.image.Picture;
import org.atelier.loss.Hinge;
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
import org.atelier.nn.ConditionalBatchNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * Conditional GAN with a projection discriminator and conditional batch norm (arXiv:1802.05637), of
 * the residual networks with spectral norm. With φ(x) the discriminator's last features and v(y) a
 * learnt vector of the class,
 *
 * <pre>
 * D(x, y) = ⟨v(y), φ(x)⟩ + w·φ(x) + b
 * D minimises  E max(0, 1 − D(x, y)) + E max(0, 1 + D(G(z, y'), y'))
 * G minimises  −E D(G(z, y'), y'),   in every n-th step
 * </pre>
 *
 * <p>with y' of any class, equally likely. In the generator, the class chooses the gain and the
 * bias of the blocks' batch norms.
 */
public final class ProjectionGan extends Gan<LabelledImages> implements ClassConditional {
  /** The classes that a step's fakes shall be of; tests choose them. */
  static final Output<NDArray> FAKE_LABELS = Output.named("fake labels");

  private final ProjectionGanOptions options;
  private final ClassLabels labels;
  private final Hinge loss = new Hinge();

  /** A model that knows nothing yet. */
  public ProjectionGan(ProjectionGanOptions options) {
    super(
        new Generator(
            options.latentSize(),
            generator(options),
            Adam.of(options.learningRate(), 0).withBeta2(0.9),
            ClassLabels.SHAPE),
        new Discriminator(
            options.picture().shape(),
            discriminator(options),
            Adam.of(options.learningRate(), 0).withBeta2(0.9),
            ClassLabels.SHAPE));
    this.options = options;
    labels = new ClassLabels(options.classes());
    options.stabilisation().prepare(generator());
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
        Phase.of("discriminator", this::discriminatorObjective, discriminator()),
        Phase.of("generator", this::generatorObjective, generator()).every(options.criticSteps()));
  }

  @Override
  protected Objective discriminatorObjective(Step<LabelledImages> step) {
    NDArray images = step.batch().images();
    NDArray labels = step.batch().labels();
    NDArray generated = Gradients.withoutRecording(() -> generate(step));
    NDArray real = judged(step, images, labels);
    NDArray fake = judged(step, generated, fakeLabels(step));
    Objective judging = Objective.of("real", loss.real(real)).plus("fake", loss.fake(fake));
    return options
        .stabilisation()
        .penalised(judging, step, pictures -> discriminator().forward(pictures, labels), images);
  }

  @Override
  protected Objective generatorObjective(Step<LabelledImages> step) {
    NDArray judged = judged(step, generate(step), fakeLabels(step));
    return Objective.of("adversarial", loss.generator(judged));
  }

  private NDArray judged(Step<LabelledImages> step, NDArray pictures, NDArray labels) {
    return discriminator().forward(options.stabilisation().seen(step, pictures), labels);
  }

  private static Layer generator(ProjectionGanOptions options) {
    return ResidualNetworks.generator(
        options.picture(), options.blocks(), () -> ConditionalBatchNorm2d.of(options.classes()));
  }

  private static Layer discriminator(ProjectionGanOptions options) {
    var network =
        new LinkedHashMap<>(ResidualNetworks.features(options.picture(), options.blocks()));
    network.put("", new Projection(options.classes(), options.blocks().discriminatorFilters()));
    return Sequential.of(network);
  }
}
