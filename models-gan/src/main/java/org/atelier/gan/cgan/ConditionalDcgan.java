package org.atelier.gan.cgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.ConditionedImages;
import org.atelier.engine.NativeFunction;
import org.atelier.gan.StridedConvolutions;
import org.atelier.image.Picture;
import org.atelier.loss.AdversarialLoss;
import org.atelier.loss.NonSaturating;
import org.atelier.model.ClassConditional;
import org.atelier.model.ClassLabels;
import org.atelier.model.Condition;
import org.atelier.model.Conditions;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.SpatialMap;
import org.atelier.model.Step;
import org.atelier.nn.Activation;
import org.atelier.nn.AdaptiveAveragePool2d;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.ConcatCondition;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Embedding;
import org.atelier.nn.Flatten;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * Conditional GAN (arXiv:1411.1784) of the networks of DCGAN (arXiv:1511.06434), for a condition y
 * of any kind:
 *
 * <pre>
 * D minimises  −E log σ(D(x, y)) − (1 − m) E log(1 − σ(D(G(z, y), y))) − m E log(1 − σ(D(x, y')))
 * G minimises  −E log σ(D(G(z, y), y))
 * </pre>
 *
 * <p>where (x, y) are the pictures of a batch with their conditions, so that fakes are asked for
 * what there is, and y' is the condition of the batch's next picture. m is 0 in the paper; with a
 * share m of real pictures that are not what was asked for (GAN-CLS, arXiv:1605.05396), D learns
 * sooner to look at y. y is joined to both networks:
 *
 * <ul>
 *   <li>attributes and numbers go through a hidden layer, a class has a learnt vector. In G the
 *       result joins the latents. In D a further layer turns it into planes at picture size, which
 *       join the picture: so D can draw where it expects what it was told.
 *   <li>a map joins G's features before every layer, averaged to their resolution, and D's picture
 *       as it is (as in pix2pix, arXiv:1611.07004).
 * </ul>
 */
public final class ConditionalDcgan extends Gan<ConditionedImages> implements ClassConditional {
  private static final int TOLD_SIZE = 64;

  /**
   * Numbers that a class becomes: a tenth of the latents, as Cgan's. Of 64, the generator was seen
   * to make much the same of all latents of a class.
   */
  private static final int CLASS_SIZE = 10;

  private static final NativeFunction NEIGHBOURS =
      NativeFunction.of("torch.roll(y, [1], [0])", "y");

  private final ConditionalDcganOptions options;
  private final AdversarialLoss loss;

  /** A model that knows nothing yet. */
  public ConditionalDcgan(ConditionalDcganOptions options) {
    super(
        new Generator(
            options.latentSize(),
            generator(options),
            Adam.of(options.learningRate(), 0.5),
            options.condition().shape()),
        new Discriminator(
            options.picture().shape(),
            discriminator(options),
            Adam.of(options.learningRate(), 0.5),
            options.condition().shape()));
    this.options = options;
    loss = new NonSaturating(options.stabilisation().realTarget());
    options.stabilisation().prepare(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static ConditionalDcgan load(Path run) throws IOException {
    return Trained.load(run, ConditionalDcgan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static ConditionalDcgan load(Path run, Device device) throws IOException {
    return Trained.load(run, ConditionalDcgan.class, device);
  }

  @Override
  public ConditionalDcganOptions options() {
    return options;
  }

  @Override
  public int classes() {
    return options.condition() instanceof ClassLabels labels ? labels.classes() : 0;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the model is told something else than a class
   */
  @Override
  public List<Picture> sample(int count, long seed, int label) {
    if (options.condition() instanceof ClassLabels labels) {
      return sample(count, seed, labels.always(label));
    }
    throw new IllegalStateException(
        "The model is told no class but %s; say what in sample(count, seed, conditions)"
            .formatted(options.condition()));
  }

  @Override
  public Conditions sampleConditions() {
    return options.condition().various();
  }

  @Override
  protected NDList fakeConditions(Step<ConditionedImages> step) {
    return new NDList(step.batch().conditions());
  }

  @Override
  protected Objective discriminatorObjective(Step<ConditionedImages> step) {
    NDArray x = step.batch().images();
    NDArray y = step.batch().conditions();
    double m = options.mismatched();
    Objective judging =
        Objective.of("real", loss.real(judged(step, x, y)))
            .plus("fake", 1 - m, loss.fake(judged(step, fake(step).stopGradient(), y)));
    if (m > 0) {
      NDArray wrong = judged(step, x, NEIGHBOURS.apply(y));
      judging = judging.plus("mismatched", m, loss.fake(wrong));
    }
    return options
        .stabilisation()
        .penalised(judging, step, pictures -> discriminator().forward(pictures, y), x);
  }

  @Override
  protected Objective generatorObjective(Step<ConditionedImages> step) {
    NDArray judged = judged(step, fake(step), step.batch().conditions());
    return Objective.of("adversarial", loss.generator(judged));
  }

  private NDArray judged(Step<ConditionedImages> step, NDArray pictures, NDArray y) {
    return discriminator().forward(options.stabilisation().seen(step, pictures), y);
  }

  /** From a seed of a few pixels, each transposed convolution doubles the size. */
  private static Layer generator(ConditionalDcganOptions options) {
    int halvings = StridedConvolutions.doublings(options.picture());
    int height = options.picture().height() >> halvings;
    int width = options.picture().width() >> halvings;
    int filters = options.generatorFilters() << halvings - 1;
    boolean map = options.condition() instanceof SpatialMap;
    List<Block> layers = new ArrayList<>();
    if (!map) {
      layers.add(ConcatCondition.after(vector(options)));
    }
    layers.add(initialised(Linear.of(filters * height * width).withoutBias()));
    layers.add(Reshape.to(filters, height, width));
    for (int level = 1; level <= halvings; level++) {
      layers.add(initialised(BatchNorm2d.of()));
      layers.add(Activation.relu());
      if (map) {
        layers.add(ConcatCondition.after(AdaptiveAveragePool2d.of(height, width)));
      }
      filters = level < halvings ? filters / 2 : options.picture().channels();
      layers.add(doubling(filters));
      height *= 2;
      width *= 2;
    }
    layers.add(Activation.tanh());
    return named(layers);
  }

  private static Layer doubling(int filters) {
    return initialised(ConvTranspose2d.of(filters, 4).withStride(2).withPadding(1).withoutBias());
  }

  private static Layer discriminator(ConditionalDcganOptions options) {
    List<Block> layers = new ArrayList<>();
    layers.add(ConcatCondition.after(planes(options)));
    for (int i = 0; i < StridedConvolutions.doublings(options.picture()); i++) {
      int filters = options.discriminatorFilters() << i;
      layers.add(initialised(Conv2d.of(filters, 4).withStride(2).withPadding(1).withoutBias()));
      if (i > 0) {
        layers.add(initialised(BatchNorm2d.of()));
      }
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(Flatten.of());
    layers.add(initialised(Linear.of(1).withoutBias()));
    return named(layers);
  }

  /** The condition as planes at picture size. */
  private static Layer planes(ConditionalDcganOptions options) {
    if (options.condition() instanceof SpatialMap) {
      return Layer.of("{0}");
    }
    var picture = options.picture();
    return Sequential.of(
        vector(options),
        Linear.of(options.picture().height() * picture.width()),
        Reshape.to(1, picture.height(), picture.width()));
  }

  /** The condition, which is no map, as a vector. */
  private static Layer vector(ConditionalDcganOptions options) {
    Condition<?> condition = options.condition();
    return condition instanceof ClassLabels labels
        ? Embedding.of(labels.classes(), CLASS_SIZE)
        : Sequential.of(Linear.of(TOLD_SIZE), Activation.relu());
  }

  private static Layer named(List<Block> layers) {
    var network = new LinkedHashMap<String, Block>();
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    return Sequential.of(network);
  }

  /** As DCGAN; what is told starts larger, or nobody would listen to it for long. */
  private static Layer initialised(Layer layer) {
    layer.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    layer.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return layer;
  }
}
