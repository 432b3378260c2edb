package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;
import org.atelier.files.Sha256;
import org.atelier.image.ValueRange;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureExtractor;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;
import org.jspecify.annotations.Nullable;

/**
 * Learned perceptual image patch similarity (LPIPS; Zhang et al., arXiv:1801.03924): the sum over
 * taps of the spatial mean of Σ_c w_c (f̂_c(x) − f̂_c(y))², where f̂ are a tap's features,
 * normalised to unit length at each pixel. 0 for equal pictures; lower is better.
 *
 * <p>It is the published metric only with the published weights of trunk and heads, which are
 * loaded from a file; without heads it is the paper's baseline, in which every w is 1. The trunk
 * normalises pictures by the statistics of ImageNet, which is the paper's scaling.
 */
public final class Lpips implements PairMetric {
  private static final NativeFunction NORMALISED =
      NativeFunction.of(
          "torch.div(x, torch.add(torch.sqrt(torch.sum(torch.pow(x, 2), [1], True)), 1e-10))", "x");
  private static final NativeFunction SQUARES =
      NativeFunction.of("torch.pow(torch.sub(x, y), 2)", "x", "y");
  private static final NativeFunction PLAIN = NativeFunction.of("torch.sum(d, [1], True)", "d");
  private static final NativeFunction WEIGHTED =
      NativeFunction.of("torch.conv2d(d, w, None, [1, 1], [0, 0], [1, 1], 1)", "d", "w");
  private static final NativeFunction OVER_SPACE =
      NativeFunction.of("torch.mean(d, [2, 3], True, dtype=None)", "d");

  private static final NativeFunction ENLARGED =
      NativeFunction.of(
          "torch.upsample_bilinear2d(d, [int(h), int(w)], False, None, None)", "d", "h", "w");

  private final FeatureExtractor trunk;
  private final List<NDArray> heads;
  private final String hash;

  /**
   * Creates the metric.
   *
   * @param trunk the extractor, all of whose taps are compared
   * @param heads the weights w (1, C, 1, 1) of each tap, at least 0; empty for the baseline. They
   *     stay the caller's
   */
  public Lpips(FeatureExtractor trunk, List<NDArray> heads) {
    if (!heads.isEmpty() && heads.size() != trunk.taps().size()) {
      throw new IllegalArgumentException(
          "Expected a head for each of the taps %s, or none, but got %s"
              .formatted(trunk.taps(), heads.size()));
    }
    for (int i = 0; i < heads.size(); i++) {
      String tap = trunk.taps().get(i);
      var expected = new Shape(1, trunk.channels(tap), 1, 1);
      if (!heads.get(i).getShape().equals(expected)) {
        throw new IllegalArgumentException(
            "Expected a head of shape %s for the tap %s of %s, but got %s"
                .formatted(expected, tap, trunk.name(), heads.get(i).getShape()));
      }
    }
    this.trunk = trunk;
    this.heads = List.copyOf(heads);
    hash = hash(trunk, heads);
  }

  /**
   * Finds the published linear heads in a file, {@code lin0.model.1.weight} and so on.
   *
   * @param weights such a file
   * @param manager owns the heads
   * @return the heads in order, each (1, C, 1, 1)
   * @throws WeightsException if there are none, one is of another shape, or a value is negative or
   *     not finite
   */
  public static List<NDArray> heads(PublishedWeights weights, NDManager manager)
      throws WeightsException {
    var found = new ArrayList<HostTensor>();
    HostTensor head = weights.tensors().get(headName(0));
    while (head != null) {
      String name = headName(found.size());
      Shape shape = head.shape();
      if (shape.dimension() != 4 || shape.size() != shape.get(1) || shape.get(1) < 1) {
        throw new WeightsException(
            weights.file(), "expected %s of shape (1, C, 1, 1), but got %s".formatted(name, shape));
      }
      head.requireFinite(weights.file(), name);
      for (float value : head.toFloats()) {
        if (value < 0) {
          throw new WeightsException(
              weights.file(),
              "expected weights of at least 0 in %s, but got %s".formatted(name, value));
        }
      }
      found.add(head);
      head = weights.tensors().get(headName(found.size()));
    }
    if (found.isEmpty()) {
      throw new WeightsException(
          weights.file(),
          "expected the linear heads of LPIPS, %s and so on, but there are none; take alex.pth, vgg.pth or squeeze.pth of its version 0.1"
              .formatted(headName(0)));
    }
    return found.stream().map(each -> each.toArray(manager)).toList();
  }

  private static String headName(int index) {
    return "lin" + index + ".model.1.weight";
  }

  private static String hash(FeatureExtractor trunk, List<NDArray> heads) {
    MessageDigest digest = Sha256.digest();
    digest.update(trunk.hash().getBytes(StandardCharsets.UTF_8));
    digest.update(trunk.taps().toString().getBytes(StandardCharsets.UTF_8));
    heads.forEach(head -> digest.update(HostTensor.of(head).data()));
    return Sha256.hex(digest);
  }

  @Override
  public String name() {
    return "LPIPS";
  }

  @Override
  public String protocol() {
    return heads.isEmpty() ? "without heads" : "with heads";
  }

  @Override
  public String network() {
    return trunk.name();
  }

  @Override
  public String networkHash() {
    return hash;
  }

  @Override
  public ValueRange range() {
    return ValueRange.SYMMETRIC;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public NDArray of(NDArray actual, NDArray expected) {
    ShapeChecks.requireSame(actual, expected);
    List<NDArray> x = List.copyOf(trunk.of(actual).values());
    List<NDArray> y = List.copyOf(trunk.of(expected).values());
    NDArray distance = distance(x, y, heads);
    return distance.reshape(distance.getShape().get(0));
  }

  /** Divides features by their length at each pixel, plus 10⁻¹⁰. */
  static NDArray normalised(NDArray features) {
    return NORMALISED.apply(features);
  }

  /**
   * Computes the distance from taps.
   *
   * @param x the taps of the first pictures, each (N, C, H, W)
   * @param y the taps of the second pictures, of the same shapes
   * @param heads the weights (1, C, 1, 1) of each tap, or empty
   * @return (N, 1, 1, 1)
   */
  public static NDArray distance(List<NDArray> x, List<NDArray> y, List<NDArray> heads) {
    requireTaps(x, y, heads);
    NDArray sum = null;
    for (int i = 0; i < x.size(); i++) {
      NDArray term = ofTap(x.get(i), y.get(i), heads.isEmpty() ? null : heads.get(i));
      sum = sum == null ? term : sum.add(term);
    }
    return Objects.requireNonNull(sum);
  }

  /**
   * Computes a map of the distance: the sum of each tap's map, upsampled bilinearly to the
   * pictures' size.
   *
   * @return (N, 1, height, width)
   */
  public static NDArray map(
      List<NDArray> x, List<NDArray> y, List<NDArray> heads, int height, int width) {
    requireTaps(x, y, heads);
    NDArray sum = null;
    for (int i = 0; i < x.size(); i++) {
      NDArray difference = difference(x.get(i), y.get(i), heads.isEmpty() ? null : heads.get(i));
      NDManager manager = difference.getManager();
      NDArray term =
          ENLARGED.apply(
              difference, HostValues.number(manager, height), HostValues.number(manager, width));
      sum = sum == null ? term : sum.add(term);
    }
    return Objects.requireNonNull(sum);
  }

  /** Computes one tap's part of the distance, (N, 1, 1, 1). */
  static NDArray ofTap(NDArray x, NDArray y, @Nullable NDArray head) {
    return OVER_SPACE.apply(difference(x, y, head));
  }

  private static NDArray difference(NDArray x, NDArray y, @Nullable NDArray head) {
    ShapeChecks.requireSame(x, y);
    NDArray squares = SQUARES.apply(normalised(x), normalised(y));
    return head == null ? PLAIN.apply(squares) : WEIGHTED.apply(squares, head);
  }

  private static void requireTaps(List<NDArray> x, List<NDArray> y, List<NDArray> heads) {
    if (x.isEmpty() || x.size() != y.size() || !heads.isEmpty() && heads.size() != x.size()) {
      throw new IllegalArgumentException(
          "Expected taps of two pictures and a head for each or none, but got %s, %s and %s"
              .formatted(x.size(), y.size(), heads.size()));
    }
  }
}
