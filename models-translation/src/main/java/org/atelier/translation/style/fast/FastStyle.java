package org.atelier.translation.style.fast;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.atelier.data.batch.Images;
import org.atelier.engine.HostValues;
import org.atelier.image.PictureTransform;
import org.atelier.loss.TotalVariation;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.PublishedWeights;
import org.atelier.model.capability.Translating;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;
import org.atelier.translation.style.FeedForward;
import org.atelier.translation.style.SharedNorms;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.weights.WeightsException;
import org.jspecify.annotations.Nullable;

/**
 * Feed-forward style transfer (Johnson et al., arXiv:1603.08155), with the names and the training
 * of pytorch/examples fast_neural_style: a network f that gives any picture x the style of a
 * picture s in one pass. It minimises, with features φ of a frozen network,
 *
 * <pre>
 * λ_content · |φ_c(f(x)) − φ_c(x)|² + λ_style · Σ_k distance(S(φ_k(f(x))), S(φ_k(s))) + λ_smooth · TV(f(x))
 * </pre>
 *
 * <p>One network has any number of styles (Dumoulin et al., arXiv:1610.07629); in training the
 * pictures of the batches take them in turn. The frozen network is needed in training alone.
 */
public final class FastStyle extends GenerativeModel<Images> implements Translating {
  private final FastStyleOptions options;
  private final Network transformer;
  private @Nullable StyleGoal goal;
  private final SharedNorms norms;
  private @Nullable StyleTargets targets;

  /** Creates an untrained model; to be trained, it needs a goal ({@link #learn}). */
  public FastStyle(FastStyleOptions options) {
    this(options, null, transformer(options));
  }

  /**
   * Creates an untrained model.
   *
   * @param goal what it learns; its extractor stays the caller's, and open while the model trains
   */
  public FastStyle(FastStyleOptions options, StyleGoal goal) {
    this(options, expectEach(options, goal), transformer(options));
  }

  private FastStyle(FastStyleOptions options, @Nullable StyleGoal goal, Network transformer) {
    super(transformer);
    this.options = options;
    this.goal = goal;
    this.transformer = transformer;
    norms = new SharedNorms(transformer, options.styles().size() == 1 ? 1 : 2);
  }

  private static StyleGoal expectEach(FastStyleOptions options, StyleGoal goal) {
    if (goal.pictures().size() != options.styles().size()) {
      throw new IllegalArgumentException(
          "Expected a picture for each of the styles %s, but got %s"
              .formatted(options.styles(), goal.pictures().size()));
    }
    return goal;
  }

  private static Network transformer(FastStyleOptions options) {
    int styles = options.styles().size();
    var picture = new Shape(3, options.imageSize(), options.imageSize());
    return new Network(
        "transformer",
        TransformerNet.layers(options.filters(), styles),
        options.optimizer(),
        styles == 1 ? new Shape[] {picture} : new Shape[] {picture, new Shape(styles)});
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static FastStyle load(Path run) throws IOException {
    return Trained.load(run, FastStyle.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static FastStyle load(Path run, Device device) throws IOException {
    return Trained.load(run, FastStyle.class, device);
  }

  /**
   * Creates a model with published weights of pytorch/examples fast_neural_style, of any width.
   *
   * @throws WeightsException if they are of another network
   */
  public static FastStyle published(PublishedWeights weights, Device device)
      throws WeightsException {
    int filters = PublishedFastStyle.of(weights).orElse(32);
    var model = new FastStyle(FastStyleOptions.defaults().withFilters(filters));
    model.setDevice(device);
    try {
      model.initialize(0);
      weights.into(model.transformer());
      return model;
    } catch (WeightsException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Says what the model is trained for.
   *
   * @param goal its extractor stays the caller's, and open while the model trains
   */
  public void learn(StyleGoal goal) {
    this.goal = expectEach(options, goal);
    if (targets != null) {
      targets.close();
      targets = null;
    }
  }

  @Override
  public FastStyleOptions options() {
    return options;
  }

  /**
   * f: pictures (N, 3, H, W) in [-1, 1], and with several styles their shares (N or 1, styles), to
   * pictures (N, 3, H, W) that may exceed [-1, 1].
   */
  public Network transformer() {
    return transformer;
  }

  @Override
  public List<Phase<Images>> phases() {
    StyleGoal wanted = goal;
    if (wanted == null) {
      throw new IllegalStateException(
          "This FastStyle has no goal; call learn(StyleGoal) before it is trained");
    }
    return List.of(Phase.of("transformer", step -> objective(step, wanted), transformer));
  }

  private Objective objective(Step<Images> step, StyleGoal goal) {
    NDArray x = step.batch().images();
    int count = Math.toIntExact(x.getShape().get(0));
    long[] chosen = styles(step.index(), count);
    NDArray y =
        options.styles().size() == 1
            ? transformer.forward(x)
            : transformer.forward(x, oneHot(chosen, step.manager()));
    Map<String, NDArray> features = goal.extractor().of(y, goal.taps());
    var weights = options.weights();
    return Objective.of(
            "content",
            weights.content(),
            goal.content().between(features, goal.content().targets(x)))
        .plus(
            "style",
            weights.style(),
            goal.style().between(features, targets(goal).of(chosen, step.manager()), Map.of()))
        .plus("smoothness", weights.smoothness(), () -> TotalVariation.of(y));
  }

  private StyleTargets targets(StyleGoal goal) {
    StyleTargets computed = targets;
    if (computed == null) {
      computed = new StyleTargets(goal, device());
      targets = computed;
    }
    return computed;
  }

  /** The style of each picture of a batch: all in turn. */
  private long[] styles(long step, int count) {
    long first = Math.multiplyExact(step, (long) count);
    return IntStream.range(0, count)
        .mapToLong(i -> Math.floorMod(first + i, options.styles().size()))
        .toArray();
  }

  private NDArray oneHot(long[] chosen, NDManager manager) {
    int styles = options.styles().size();
    var values = new float[chosen.length * styles];
    for (int i = 0; i < chosen.length; i++) {
      values[i * styles + (int) chosen[i]] = 1;
    }
    return HostValues.toArray(manager, values, new Shape(chosen.length, styles));
  }

  /** The names of the styles. */
  @Override
  public List<String> targetDomains() {
    return options.styles();
  }

  @Override
  public PictureTransform translationTo(String domain) {
    Translating.expectTarget(this, domain);
    var shares = new double[options.styles().size()];
    shares[options.styles().indexOf(domain)] = 1;
    return blended(shares);
  }

  /**
   * Returns the transform of pictures to a blend of the styles. Large pictures are processed in
   * tiles with the norms' statistics of a thumbnail of at most 1,024 pixels, so that the tiles fit
   * each other.
   *
   * @param shares one for each style, not negative, with a positive sum, by which they are divided
   */
  public PictureTransform blended(double... shares) {
    float[] normal = normalised(shares);
    return PictureTransform.of(
            device(), 3, pictures -> transformer.predict(inputs(pictures, normal)))
        .withMultiple(TransformerNet.MULTIPLE, TransformerNet.LEAST_SIDE)
        .withThumbnail(
            SharedNorms.THUMBNAIL,
            TransformerNet.REACH,
            thumbnail -> norms.of(thumbnail, device(), pictures -> inputs(pictures, normal)));
  }

  private NDArray[] inputs(NDArray pictures, float[] shares) {
    return shares.length == 1
        ? new NDArray[] {pictures}
        : new NDArray[] {
          pictures, HostValues.toArray(pictures.getManager(), shares, new Shape(1, shares.length))
        };
  }

  private float[] normalised(double[] shares) {
    double sum = Arrays.stream(shares).sum();
    if (shares.length != options.styles().size()
        || Arrays.stream(shares).anyMatch(share -> !(share >= 0))
        || !(sum > 0)
        || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "Expected a share for each of the styles %s, at least 0 and not all 0, but got %s"
              .formatted(options.styles(), Arrays.toString(shares)));
    }
    var normal = new float[shares.length];
    for (int i = 0; i < shares.length; i++) {
      normal[i] = (float) (shares[i] / sum);
    }
    return normal;
  }

  /**
   * Returns the transfer of a blend of the styles, which needs this model open.
   *
   * @param shares as of {@link #blended}
   */
  public StyleTransfer transfer(double... shares) {
    return new FeedForward(blended(shares));
  }

  /** The arrays that live as long as the model, for tests of leaks. */
  int managedArrays() {
    return transformer.managedArrays() + (targets == null ? 0 : targets.managedArrays());
  }

  /** What runs the network with given statistics of its norms, for tests. */
  SharedNorms norms() {
    return norms;
  }

  @Override
  public void close() {
    norms.close();
    super.close();
    if (targets != null) {
      targets.close();
      targets = null;
    }
  }
}
