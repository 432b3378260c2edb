package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;
import org.atelier.image.ValueRange;
import org.atelier.metrics.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Learned perceptual image patch similarity (LPIPS; Zhang et al., arXiv:1801.03924): the sum over
 * taps of the spatial mean of Σ_c w_c (f̂_c(x) − f̂_c(y))², where f̂ are a tap's features,
 * normalised to unit length at each pixel. 0 for equal pictures; lower is better.
 *
 * <p>It is the published metric only with the published weights of trunk and heads, which are
 * loaded from a file; without heads it is the paper's baseline, in which every w is 1.
 */
public final class Lpips implements PairMetric {
  private static final NativeFunction SCALED =
      NativeFunction.of(
          "torch.div(torch.sub(x, torch.reshape(torch.to(torch.tensor([-0.030, -0.088, -0.188]),"
              + " x), [1, 3, 1, 1])), torch.reshape(torch.to(torch.tensor([0.458, 0.448, 0.450]),"
              + " x), [1, 3, 1, 1]))",
          "x");
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

  private final Trunk trunk;
  private final List<NDArray> heads;

  /** The feature extractor whose taps are compared. */
  public interface Trunk {
    /**
     * Returns the name of trunk and heads in a {@link Fingerprint}, such as {@code "LPIPS 0.1
     * squeeze"}.
     */
    String name();

    /** Returns the SHA-256 of the weights of trunk and heads, in hexadecimal. */
    String hash();

    /**
     * Computes the taps of pictures normalised by {@link Lpips#scaled}, each (N, C, H, W); recorded
     * for autograd if the thread records.
     */
    NDList taps(NDArray scaled);
  }

  /**
   * Creates the metric.
   *
   * @param trunk computes the taps
   * @param heads the weights w (1, C, 1, 1) of each tap, at least 0; empty for the baseline
   */
  public Lpips(Trunk trunk, List<NDArray> heads) {
    this.trunk = trunk;
    this.heads = List.copyOf(heads);
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
    return trunk.hash();
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
    NDList x = trunk.taps(scaled(actual));
    NDList y = trunk.taps(scaled(expected));
    NDArray distance = distance(x, y, heads);
    return distance.reshape(distance.getShape().get(0));
  }

  /**
   * Normalises pictures (N, 3, H, W) in [-1, 1] as the trunks expect: (x − mean)/deviation for each
   * channel, with ImageNet's statistics.
   */
  public static NDArray scaled(NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4 || shape.get(1) != 3) {
      throw new IllegalArgumentException(
          "Expected pictures of shape (N, 3, H, W), but got " + shape);
    }
    return SCALED.apply(pictures);
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
