package org.atelier.gan.semi;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.LabelledImages;
import org.atelier.data.TrainingData;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.gan.Fidelity;
import org.atelier.gan.ResizeConvolutions;
import org.atelier.loss.CrossEntropy;
import org.atelier.loss.L2;
import org.atelier.loss.NonSaturating;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.train.Trained;

/**
 * Semi-supervised GAN (arXiv:1606.03498, section 5): the discriminator is a classifier of K classes
 * and of the generated pictures as class K + 1, whose logit is fixed at 0. With the logits l(x) of
 * the K classes,
 *
 * <pre>
 * Z(x) = log Σ exp l_k(x),   D(x) = p(real | x) = exp Z(x) / (exp Z(x) + 1) = σ(Z(x))
 *
 * D minimises  −E log softmax(l(x))_y                            over labelled pictures
 *              + w · ½ [ −E log D(x) − E log(1 − D(G(z))) ]       over unlabelled and generated ones
 * G minimises  mean (E f(x) − E f(G(z)))²                         feature matching
 * </pre>
 *
 * <p>where f is what the classifier's last layer reads. The generator thus makes pictures whose
 * features are right on average, which serves the classifier better than pictures that are good.
 *
 * <p>The networks are this library's: the generator of PyTorch-GAN's convolutional models, and a
 * classifier of strided convolutions with dropout and without norms, since a batch's statistics
 * would tell whether it is a generated one. (The authors' has weight norm and noise.)
 */
public final class SemiSupervisedGan extends Gan<PartlyLabelled> {
  private static final int AT_ONCE = 100;
  private static final String FEATURES = "features";
  private static final String CLASSES = "classes";
  private static final NativeFunction REALNESS =
      NativeFunction.of("torch.logsumexp(logits, [1], False)", "logits");
  private static final NativeFunction CENTRE = NativeFunction.of("torch.mean(f, [0])", "f");

  private final SemiSupervisedGanOptions options;
  private final NonSaturating loss;

  /** A model that knows nothing yet. */
  public SemiSupervisedGan(SemiSupervisedGanOptions options) {
    super(
        new Generator(
            options.latentSize(), generator(options), Adam.of(options.learningRate(), 0.5)),
        new Discriminator(
            options.picture().shape(), classifier(options), Adam.of(options.learningRate(), 0.5)));
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
  public static SemiSupervisedGan load(Path run) throws IOException {
    return Trained.load(run, SemiSupervisedGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static SemiSupervisedGan load(Path run, Device device) throws IOException {
    return Trained.load(run, SemiSupervisedGan.class, device);
  }

  @Override
  public SemiSupervisedGanOptions options() {
    return options;
  }

  @Override
  public List<Phase<PartlyLabelled>> phases() {
    // A classifier by itself, to compare with, needs no pictures to be made.
    return options.unlabelledWeight() == 0 ? super.phases().subList(0, 1) : super.phases();
  }

  @Override
  protected Objective discriminatorObjective(Step<PartlyLabelled> step) {
    PartlyLabelled batch = step.batch();
    NDArray labelled = options.stabilisation().seen(step, batch.labelled());
    Objective classifying =
        Objective.of("class", CrossEntropy.of(logits(labelled), batch.labels()));
    if (options.unlabelledWeight() == 0) {
      return classifying;
    }
    NDArray real = realness(options.stabilisation().seen(step, batch.images()));
    NDArray fake = realness(options.stabilisation().seen(step, fake(step).stopGradient()));
    double weight = options.unlabelledWeight() / 2;
    Objective judging =
        classifying.plus("real", weight, loss.real(real)).plus("fake", weight, loss.fake(fake));
    return options.stabilisation().penalised(judging, step, this::realness, batch.images());
  }

  @Override
  protected Objective generatorObjective(Step<PartlyLabelled> step) {
    var stabilisation = options.stabilisation();
    NDArray images = stabilisation.seen(step, step.batch().images());
    NDArray real = Gradients.withoutRecording(() -> centre(images));
    NDArray fake = centre(stabilisation.seen(step, fake(step)));
    return Objective.of("features", L2.of(fake, real));
  }

  private NDArray realness(NDArray pictures) {
    return REALNESS.apply(logits(pictures));
  }

  private NDArray centre(NDArray pictures) {
    return CENTRE.apply(discriminator().forwardAll(pictures).get(0));
  }

  private NDArray logits(NDArray pictures) {
    return discriminator().forwardAll(pictures).get(1);
  }

  /**
   * The likeliest classes, without dropout.
   *
   * @param pictures (N, C, H, W), in [-1, 1]
   * @return (N), int64, in [0, classes)
   */
  public NDArray classify(NDArray pictures) {
    NDList judged = Gradients.withoutRecording(() -> discriminator().evaluateAll(pictures));
    return judged.get(1).argMax(1);
  }

  /**
   * The share of pictures whose class is found, in [0, 1].
   *
   * @param data pictures that the model has not learnt from, without augmentation
   * @throws IOException if a picture cannot be read
   */
  public double accuracy(TrainingData<LabelledImages> data) throws IOException {
    long right = 0;
    for (int from = 0; from < data.size(); from += AT_ONCE) {
      int[] indices = IntStream.range(from, Math.min(data.size(), from + AT_ONCE)).toArray();
      try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
        LabelledImages batch = data.load(indices, CounterRandom.of(0, from)).toBatch(scratch);
        long[] found = classify(batch.images()).toLongArray();
        long[] wanted = batch.labels().toLongArray();
        right += IntStream.range(0, found.length).filter(i -> found[i] == wanted[i]).count();
      }
    }
    return (double) right / data.size();
  }

  private static Layer generator(SemiSupervisedGanOptions options) {
    var picture = options.picture();
    int filters = options.filters();
    var network = new LinkedHashMap<String, Block>();
    network.put("seed", ResizeConvolutions.seed(picture, filters));
    network.put("map", Reshape.to(filters, picture.height() / 4, picture.width() / 4));
    network.put(
        "body",
        ResizeConvolutions.initialised(
            ResizeConvolutions.upwards(filters, picture.channels(), Fidelity.MEANT)));
    return Sequential.of(network);
  }

  /** Pictures to features (N, filters·⌈H/8⌉·⌈W/8⌉) and logits (N, classes). */
  private static Layer classifier(SemiSupervisedGanOptions options) {
    int filters = options.filters();
    List<Block> body = new ArrayList<>();
    for (int width : new int[] {filters / 4, filters / 2, filters}) {
      body.add(Conv2d.of(width, 3).withStride(2).withPadding(1));
      body.add(Activation.leakyRelu(0.2));
      body.add(Dropout.ofChannels(options.dropout()));
    }
    var network = new LinkedHashMap<String, Block>();
    network.put("body", Sequential.of(body.toArray(Block[]::new)));
    network.put(FEATURES, Flatten.of());
    network.put(CLASSES, Linear.of(options.classes()));
    return Taps.of(Sequential.of(network), FEATURES, CLASSES);
  }
}
