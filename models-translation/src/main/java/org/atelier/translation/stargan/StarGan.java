package org.atelier.translation.stargan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;
import org.atelier.image.Picture;
import org.atelier.image.PictureRegions;
import org.atelier.image.PictureShape;
import org.atelier.image.PictureTransform;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.atelier.loss.GradientPenalty;
import org.atelier.loss.L1;
import org.atelier.loss.Wasserstein;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.capability.AttributeEditing;
import org.atelier.model.capability.Translating;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Output;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;

/**
 * StarGAN (arXiv:1711.09020), with the names and the training of yunjey/stargan: one generator G
 * for all domains or attributes, and one discriminator with two outputs, scores of patches D_src
 * and logits of labels D_cls:
 *
 * <pre>
 * xFake = G(x, cTrg),  xReconst = G(xFake, cOrg)
 *
 * D minimises  −E D_src(x) + E D_src(xFake) + λ_cls · CE(D_cls(x), cOrg)
 *              + λ_gp · E (‖∇D_src(x̂)‖₂ − 1)²
 * G minimises  −E D_src(xFake) + λ_rec · E |x − xReconst| + λ_cls · CE(D_cls(xFake), cTrg),
 *              in every n_critic-th step
 * </pre>
 *
 * <p>where cOrg are the labels of the pictures x of the batch, the target labels cTrg are cOrg in a
 * random order, and x̂ is interpolated between x and xFake. CE is binary cross-entropy of
 * attributes and cross-entropy of domains. With several scales, losses are averaged over the
 * discriminators. With several sets of labels, targets are labels of the picture's own set, and the
 * conditioning vector has the paper's mask vector behind the labels.
 */
public final class StarGan extends GenerativeModel<AttributeImages>
    implements Translating, AttributeEditing, Adversarial {
  private static final NativeFunction REORDERED =
      NativeFunction.of("torch.index_select(x, 0, order)", "x", "order");

  /** The permutation of the batch whose labels are the targets, (N), int64; tests choose it. */
  static final Output<NDArray> ORDER = Output.named("order of target labels");

  /** The interpolation coefficients of the gradient penalty, (N); tests choose them. */
  static final Output<NDArray> ALPHA = Output.named("alpha");

  private final StarGanOptions options;
  private final Wasserstein loss = new Wasserstein();
  private final Network generator;
  private final Network discriminator;

  /** Creates an untrained model. */
  public StarGan(StarGanOptions options) {
    this(
        options,
        new Network(
            "G",
            options.networks().generator(options.picture().channels()),
            options.optimizer(),
            options.picture().shape(),
            new Shape(options.conditionSize())),
        new Network(
            "D",
            options.networks().discriminator(options.picture(), options.labelCount()),
            options.optimizer(),
            options.picture().shape()));
  }

  private StarGan(StarGanOptions options, Network generator, Network discriminator) {
    super(generator, discriminator);
    this.options = options;
    this.generator = generator;
    this.discriminator = discriminator;
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

  /** G: pictures (N, C, H, W) and conditioning vectors (N, conditionSize) to pictures. */
  public Network generator() {
    return generator;
  }

  /** D: pictures (N, C, H, W) to scores of patches (N, 1, H', W') and logits of labels (N, K). */
  public Network discriminator() {
    return discriminator;
  }

  @Override
  public List<Network> discriminators() {
    return List.of(discriminator);
  }

  /** False: the discriminator is a Wasserstein critic. */
  @Override
  public boolean discriminatorsSaturate() {
    return false;
  }

  /** The domains of the sets of labels that are exclusive; empty if all labels are attributes. */
  @Override
  public List<String> targetDomains() {
    return names(true);
  }

  @Override
  public PictureTransform translationTo(String domain) {
    Translating.expectTarget(this, domain);
    return transform(options.condition(List.of(domain)));
  }

  @Override
  public List<String> attributes() {
    return names(false);
  }

  private List<String> names(boolean exclusive) {
    return options.labels().stream()
        .filter(set -> set.exclusive() == exclusive)
        .flatMap(set -> set.names().stream())
        .toList();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The classifier is the discriminator; only a model of a generator's published weights has
   * none. The attributes are of one set of labels; the picture counts as one of that set.
   */
  @Override
  public PictureTransform editing(Picture picture, Map<String, Boolean> wanted) {
    return editing(PictureRegions.of(picture), wanted);
  }

  @Override
  public PictureTransform editing(PictureRegions picture, Map<String, Boolean> wanted) {
    int set = attributeSetOf(wanted.keySet());
    List<String> names = options.labels().get(set).names();
    boolean estimates = discriminator.isInitialized() && wanted.size() < names.size();
    float[] probabilities = estimates ? probabilities(picture) : new float[options.labelCount()];
    int first = options.firstLabel(set);
    var target = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      if (wanted.getOrDefault(names.get(i), probabilities[first + i] > 0.5f)) {
        target.add(names.get(i));
      }
    }
    return transform(options.condition(set, target));
  }

  private int attributeSetOf(Set<String> names) {
    List<LabelSet> sets = options.labels();
    for (int s = 0; s < sets.size(); s++) {
      if (!sets.get(s).exclusive() && sets.get(s).names().containsAll(names)) {
        return s;
      }
    }
    throw new IllegalArgumentException(
        "There is no attribute %s in any set of attributes; the model knows %s"
            .formatted(
                String.join(", ", names),
                attributes().isEmpty() ? "domains only" : String.join(", ", attributes())));
  }

  private float[] probabilities(PictureRegions picture) {
    PictureShape shape = options.picture();
    PictureRegions coloured =
        picture.converted(shape.channels() == 1 ? Picture::toGrey : Picture::toRgb);
    Picture resized = Resizer.BILINEAR.resize(coloured, shape.height(), shape.width());
    try (NDManager scratch = NDManager.newBaseManager(device(), "PyTorch")) {
      return labelProbabilities(Pictures.toBatch(List.of(resized), scratch)).toFloatArray();
    }
  }

  /**
   * The trained generator with a fixed conditioning vector, for pictures of any size.
   *
   * @param condition {@link StarGanOptions#conditionSize} values, as {@link
   *     StarGanOptions#condition} gives them
   */
  public PictureTransform transform(float... condition) {
    if (condition.length != options.conditionSize()) {
      throw new IllegalArgumentException(
          "Expected a conditioning vector of %s values, but got %s"
              .formatted(options.conditionSize(), condition.length));
    }
    float[] values = condition.clone();
    return PictureTransform.of(
            device(),
            options.picture().channels(),
            pictures -> {
              int count = Math.toIntExact(pictures.getShape().get(0));
              var all = new float[count * values.length];
              for (int i = 0; i < count; i++) {
                System.arraycopy(values, 0, all, i * values.length, values.length);
              }
              var shape = new Shape(count, values.length);
              return generator.predict(
                  pictures, HostValues.toArray(pictures.getManager(), all, shape));
            })
        .withMultiple(4, 8);
  }

  /**
   * The probabilities of labels as the discriminator estimates them: pictures (N, C, H, W), of the
   * shape that it was trained on, to (N, K).
   */
  public NDArray labelProbabilities(NDArray pictures) {
    return Gradients.withoutRecording(
        () -> {
          NDArray logits = logits(discriminator.evaluateAll(pictures), 0);
          return LabelLoss.probabilities(options.labels(), logits);
        });
  }

  @Override
  public List<Phase<AttributeImages>> phases() {
    int n = options.nCritic();
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
    NDArray xReal = batch.images();
    NDArray cTrg = condition(target(step));
    NDArray xFake = Gradients.withoutRecording(() -> generator.forward(xReal, cTrg));
    NDArray alpha = step.once(ALPHA, () -> step.uniform(xReal.getShape().get(0)));
    NDList ofReal = discriminator.forwardAll(xReal);
    NDList ofFake = discriminator.forwardAll(xFake);
    StarGanOptions.Losses losses = options.losses();
    return Objective.of("D_real", mean(scale -> loss.real(scores(ofReal, scale))))
        .plus("D_fake", mean(scale -> loss.fake(scores(ofFake, scale))))
        .plus(
            "D_cls",
            losses.lambdaCls(),
            mean(scale -> classificationLoss(logits(ofReal, scale), batch)))
        .plus(
            "D_gp",
            losses.lambdaGp(),
            () ->
                mean(
                    scale ->
                        GradientPenalty.of(
                            x -> scores(discriminator.forwardAll(x), scale), xReal, xFake, alpha)));
  }

  private Objective generatorObjective(Step<AttributeImages> step) {
    AttributeImages batch = step.batch();
    AttributeImages target = target(step);
    NDArray xReal = batch.images();
    NDArray cOrg = condition(batch);
    NDArray cTrg = condition(target);
    NDArray xFake = generator.forward(xReal, cTrg);
    NDList ofFake = discriminator.forwardAll(xFake);
    NDArray xReconst = generator.forward(xFake, cOrg);
    StarGanOptions.Losses losses = options.losses();
    return Objective.of("G_fake", mean(scale -> loss.generator(scores(ofFake, scale))))
        .plus("G_rec", losses.lambdaRec(), L1.of(xReconst, xReal))
        .plus(
            "G_cls",
            losses.lambdaCls(),
            mean(scale -> classificationLoss(logits(ofFake, scale), target)));
  }

  /** The mean over the discriminators of all scales. */
  private NDArray mean(IntFunction<NDArray> ofScale) {
    NDArray sum = ofScale.apply(0);
    int scales = options.networks().scales();
    for (int scale = 1; scale < scales; scale++) {
      sum = sum.add(ofScale.apply(scale));
    }
    return scales == 1 ? sum : Scale.by(sum, 1.0 / scales);
  }

  private static NDArray scores(NDList outputs, int scale) {
    return outputs.get(2 * scale);
  }

  private static NDArray logits(NDList outputs, int scale) {
    return outputs.get(2 * scale + 1);
  }

  private NDArray classificationLoss(NDArray logits, AttributeImages target) {
    return LabelLoss.of(options.labels(), logits, target.attributes(), target.sets());
  }

  /** The conditioning vectors (N, conditionSize) of a batch's labels. */
  private NDArray condition(AttributeImages labelled) {
    return options.labels().size() == 1
        ? labelled.attributes()
        : labelled.attributes().concat(labelled.sets(), 1);
  }

  /** The batch's pictures with their target labels: those of another picture of their set. */
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
      // The members of a set exchange their labels with each other.
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
