package org.atelier.translation.stargan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.atelier.data.AttributeImages;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;
import org.atelier.image.PictureTransform;
import org.atelier.loss.GradientPenalty;
import org.atelier.loss.L1;
import org.atelier.loss.Wasserstein;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Output;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * StarGAN (arXiv:1711.09020): one generator for all labels, one discriminator with two heads,
 * patches D and labels C; with the training of yunjey/stargan:
 *
 * <pre>
 * D minimises  E D(G(x, y')) − E D(x) + 10 · E (‖∇D(x̂)‖₂ − 1)² + λ_cls · C-loss(x, y)
 * G minimises  −E D(G(x, y')) + λ_cls · C-loss(G(x, y'), y') + λ_rec · E |x − G(G(x, y'), y)|,
 *              in every n-th step
 * </pre>
 *
 * <p>D and C are means over the discriminators' scales, of which the reference has one; y' are the
 * labels y of the batch in another order; x̂ lies between a real picture and one made of it. Of
 * several sets of labels, a picture is told labels of its own set, and which set that is (the
 * paper's mask vector).
 */
public final class StarGan extends GenerativeModel<AttributeImages> {
  private static final double PENALTY_WEIGHT = 10;
  private static final NativeFunction REORDERED =
      NativeFunction.of("torch.index_select(x, 0, order)", "x", "order");

  /** Which picture's labels each picture shall get, (N), int64; tests choose it. */
  static final Output<NDArray> ORDER = Output.named("order of target labels");

  /** Where between a real and a made picture the slope is taken; tests choose it. */
  static final Output<NDArray> ALPHA = Output.named("alpha");

  private final StarGanOptions options;
  private final Wasserstein loss = new Wasserstein();
  private final Network generator;
  private final Network discriminator;

  /** A model that knows nothing yet. */
  public StarGan(StarGanOptions options) {
    this(
        options,
        new Network(
            "G",
            options.networks().generator(options.picture().channels()),
            adam(options),
            options.picture().shape(),
            new Shape(options.conditions())),
        new Network(
            "D",
            options.networks().discriminator(options.picture(), options.labelCount()),
            adam(options),
            options.picture().shape()));
  }

  private StarGan(StarGanOptions options, Network generator, Network discriminator) {
    super(generator, discriminator);
    this.options = options;
    this.generator = generator;
    this.discriminator = discriminator;
  }

  private static Adam adam(StarGanOptions options) {
    return Adam.of(options.learningRate(), 0.5).withSchedule(options.decay().schedule());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static StarGan load(Path run) throws IOException {
    return Trained.load(run, StarGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static StarGan load(Path run, Device device) throws IOException {
    return Trained.load(run, StarGan.class, device);
  }

  @Override
  public StarGanOptions options() {
    return options;
  }

  /** Pictures (N, C, H, W) and what they shall become (N, conditions) to pictures. */
  public Network generator() {
    return generator;
  }

  /** Pictures to scores of patches and logits of labels. */
  public Network discriminator() {
    return discriminator;
  }

  /**
   * What the trained generator makes of pictures of any size.
   *
   * @param wanted all labels that the pictures shall have, as {@link StarGanOptions#labelled} gives
   *     them
   */
  public PictureTransform transform(float... wanted) {
    if (wanted.length != options.conditions()) {
      throw new IllegalArgumentException(
          "Expected %s numbers for the labels, but got %s"
              .formatted(options.conditions(), wanted.length));
    }
    float[] labels = wanted.clone();
    return PictureTransform.of(
            device(),
            options.picture().channels(),
            pictures -> {
              int count = Math.toIntExact(pictures.getShape().get(0));
              var all = new float[count * labels.length];
              for (int i = 0; i < count; i++) {
                System.arraycopy(labels, 0, all, i * labels.length, labels.length);
              }
              var shape = new Shape(count, labels.length);
              return generator.predict(
                  pictures, HostValues.toArray(pictures.getManager(), all, shape));
            })
        .withMultiple(4, 8);
  }

  /**
   * The labels that the discriminator finds in pictures (N, C, H, W) of the size that it was
   * trained on: the probability of each, (N, labels).
   */
  public NDArray labelsOf(NDArray pictures) {
    return Gradients.withoutRecording(
        () -> {
          NDArray logits = logits(discriminator.evaluateAll(pictures), 0);
          return LabelLoss.probabilities(options.labels(), logits);
        });
  }

  @Override
  public List<Phase<AttributeImages>> phases() {
    int n = options.criticSteps();
    return List.of(
        Phase.of("discriminator", this::discriminatorObjective, discriminator),
        new Phase<>(
            "generator",
            List.of(generator),
            this::generatorObjective,
            // The reference's generator learns in the last of n steps.
            step -> step % n == n - 1));
  }

  private Objective discriminatorObjective(Step<AttributeImages> step) {
    AttributeImages batch = step.batch();
    NDArray real = batch.images();
    NDArray made =
        Gradients.withoutRecording(() -> generator.forward(real, conditions(target(step))));
    NDArray alpha = step.once(ALPHA, () -> step.uniform(real.getShape().get(0)));
    NDList ofReal = discriminator.forwardAll(real);
    NDList ofMade = discriminator.forwardAll(made);
    return Objective.of("real", mean(scale -> loss.real(scores(ofReal, scale))))
        .plus("fake", mean(scale -> loss.fake(scores(ofMade, scale))))
        .plus(
            "labels", options.classWeight(), mean(scale -> labelLoss(logits(ofReal, scale), batch)))
        .plus(
            "penalty",
            PENALTY_WEIGHT,
            mean(
                scale ->
                    GradientPenalty.of(
                        x -> scores(discriminator.forwardAll(x), scale), real, made, alpha)));
  }

  private Objective generatorObjective(Step<AttributeImages> step) {
    AttributeImages batch = step.batch();
    AttributeImages target = target(step);
    NDArray made = generator.forward(batch.images(), conditions(target));
    NDList judged = discriminator.forwardAll(made);
    NDArray back = generator.forward(made, conditions(batch));
    return Objective.of("adversarial", mean(scale -> loss.generator(scores(judged, scale))))
        .plus("reconstruction", options.reconstructionWeight(), L1.of(back, batch.images()))
        .plus(
            "labels",
            options.classWeight(),
            mean(scale -> labelLoss(logits(judged, scale), target)));
  }

  /** Over the discriminators. */
  private NDArray mean(IntFunction<NDArray> ofScale) {
    NDArray sum = ofScale.apply(0);
    int scales = options.networks().scales();
    for (int scale = 1; scale < scales; scale++) {
      sum = sum.add(ofScale.apply(scale));
    }
    return scales == 1 ? sum : Scale.by(sum, 1.0 / scales);
  }

  private static NDArray scores(NDList judged, int scale) {
    return judged.get(2 * scale);
  }

  private static NDArray logits(NDList judged, int scale) {
    return judged.get(2 * scale + 1);
  }

  private NDArray labelLoss(NDArray logits, AttributeImages wanted) {
    return LabelLoss.of(options.labels(), logits, wanted.attributes(), wanted.sets());
  }

  /** What the generator is told. */
  private NDArray conditions(AttributeImages labels) {
    return options.labels().size() == 1
        ? labels.attributes()
        : labels.attributes().concat(labels.sets(), 1);
  }

  /** The batch's pictures with the labels that they shall get: another's of their set. */
  private AttributeImages target(Step<AttributeImages> step) {
    AttributeImages batch = step.batch();
    NDArray order = step.once(ORDER, () -> order(step));
    return new AttributeImages(
        batch.images(), REORDERED.apply(batch.attributes(), order), batch.sets());
  }

  private NDArray order(Step<AttributeImages> step) {
    float[] sets = step.batch().sets().toFloatArray();
    int count = Math.toIntExact(step.batch().images().getShape().get(0));
    int width = sets.length / count;
    var order = new long[count];
    int[] shuffled = step.random().permutation(count);
    for (int s = 0; s < width; s++) {
      // The places of a set, in order, get its members, shuffled.
      int at = 0;
      for (int candidate : shuffled) {
        if (sets[candidate * width + s] == 1) {
          while (sets[at * width + s] != 1) {
            at++;
          }
          order[at++] = candidate;
        }
      }
    }
    return HostValues.toArray(step.manager(), order, new Shape(count));
  }
}
