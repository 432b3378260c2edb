package org.atelier.gan.cgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.LabelledImages;
import org.atelier.gan.Perceptrons;
import org.atelier.image.Picture;
import org.atelier.loss.LeastSquares;
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
import org.atelier.nn.Activation;
import org.atelier.nn.Dropout;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * Conditional GAN (arXiv:1411.1784) of multilayer perceptrons, with the least-squares loss and the
 * training of PyTorch-GAN. A learnt vector e(y) of the class is joined to the latents, and another
 * to the picture:
 *
 * <pre>
 * G minimises  E (D(G(z, y'), y') − 1)²
 * D minimises  ½ [ E (D(x, y) − 1)² + E D(G(z, y'), y')² ],   y' of any class, equally likely
 * </pre>
 *
 * <p>The generator learns first; the discriminator then judges the pictures that were made before.
 */
public final class Cgan extends Gan<LabelledImages> implements ClassConditional {
  /** The classes that a step's fakes shall be of; tests choose them. */
  static final Output<NDArray> FAKE_LABELS = Output.named("fake labels");

  private final CganOptions options;
  private final ClassLabels labels;
  private final LeastSquares loss;

  /** A model that knows nothing yet. */
  public Cgan(CganOptions options) {
    super(
        new Generator(
            options.latentSize(),
            generator(options),
            Adam.of(options.learningRate(), options.beta1()),
            ClassLabels.SHAPE),
        new Discriminator(
            options.picture().shape(),
            discriminator(options),
            Adam.of(options.learningRate(), options.beta1()),
            ClassLabels.SHAPE));
    this.options = options;
    loss = new LeastSquares(options.stabilisation().realTarget());
    labels = new ClassLabels(options.classes());
    options.stabilisation().prepare(generator());
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
    NDArray judged = judged(step, fake(step), fakeLabels(step));
    return Objective.of("adversarial", loss.generator(judged));
  }

  @Override
  protected Objective discriminatorObjective(Step<LabelledImages> step) {
    NDArray images = step.batch().images();
    NDArray labels = step.batch().labels();
    NDArray real = judged(step, images, labels);
    NDArray fake = judged(step, fake(step).stopGradient(), fakeLabels(step));
    Objective judging =
        Objective.of("real", 0.5, loss.real(real)).plus("fake", 0.5, loss.fake(fake));
    return options
        .stabilisation()
        .penalised(judging, step, pictures -> discriminator().forward(pictures, labels), images);
  }

  private NDArray judged(Step<LabelledImages> step, NDArray pictures, NDArray labels) {
    return discriminator().forward(options.stabilisation().seen(step, pictures), labels);
  }

  private static Layer generator(CganOptions options) {
    var network = new LinkedHashMap<String, Block>();
    network.put("", JoinedLabel.beforeLatents("label_emb", options.classes()));
    network.put(
        "model", Perceptrons.generatorBody(options.widths().generator(), options.picture()));
    network.put("picture", Reshape.to(options.picture().shape().getShape()));
    return Sequential.of(network);
  }

  private static Layer discriminator(CganOptions options) {
    List<Block> layers = new ArrayList<>();
    for (int width : options.widths().discriminator()) {
      boolean first = layers.isEmpty();
      layers.add(Linear.of(width));
      if (!first) {
        layers.add(Dropout.of(options.dropout()));
      }
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(Linear.of(1));
    var network = new LinkedHashMap<String, Block>();
    network.put("flat", Flatten.of());
    network.put("", JoinedLabel.afterPicture("label_embedding", options.classes()));
    network.put("model", Sequential.of(layers.toArray(Block[]::new)));
    return Sequential.of(network);
  }
}
