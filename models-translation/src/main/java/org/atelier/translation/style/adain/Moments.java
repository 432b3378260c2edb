package org.atelier.translation.style.adain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;

/**
 * The mean and the standard deviation of the channels of features, with the unbiased variance plus
 * 10⁻⁵, and what AdaIN makes of them.
 *
 * @param mean (N, C, 1, 1)
 * @param deviation (N, C, 1, 1)
 */
public record Moments(NDArray mean, NDArray deviation) {
  private static final NativeFunction MEAN =
      NativeFunction.of("torch.mean(f, [2, 3], True, dtype=None)", "f");

  private static final NativeFunction DEVIATION =
      NativeFunction.of("torch.sqrt(torch.add(torch.var(f, [2, 3], True, True), 1e-05))", "f");

  private static final NativeFunction REGION_MEAN =
      NativeFunction.of(
          "torch.div(torch.sum(torch.mul(f, m), [2, 3], True), torch.clamp(torch.sum(m, [2, 3], True), 1e-06))",
          "f",
          "m");

  private static final NativeFunction REGION_DEVIATION =
      NativeFunction.of(
          "torch.sqrt(torch.add(torch.div(torch.sum(torch.mul(torch.square(torch.sub(f, mean)), m), [2, 3], True), torch.clamp(torch.sum(m, [2, 3], True), 1e-06)), 1e-05))",
          "f",
          "m",
          "mean");

  private static final NativeFunction ADAPTED =
      NativeFunction.of(
          "torch.add(torch.mul(torch.div(torch.sub(f, m), s), deviation), mean)",
          "f",
          "m",
          "s",
          "mean",
          "deviation");

  /** Of features (N, C, H, W). */
  public static Moments of(NDArray features) {
    return new Moments(MEAN.apply(features), DEVIATION.apply(features));
  }

  /**
   * Of a region of features; the variance is divided by the sum of the weights.
   *
   * @param region the weight of each position, (1, 1, H, W), at least 0 with a positive sum
   */
  static Moments of(NDArray features, NDArray region) {
    NDArray mean = REGION_MEAN.apply(features, region);
    return new Moments(mean, REGION_DEVIATION.apply(features, region, mean));
  }

  /** Adaptive instance normalisation: features whose own moments become these. */
  public NDArray adapt(NDArray features) {
    return adapt(features, of(features));
  }

  /** As {@link #adapt(NDArray)}, of features with other moments than their own. */
  NDArray adapt(NDArray features, Moments own) {
    return ADAPTED.apply(features, own.mean, own.deviation, mean, deviation);
  }

  /** Moments on the heap. */
  record Values(float[] mean, float[] deviation) {
    static Values of(Moments moments) {
      return new Values(moments.mean.toFloatArray(), moments.deviation.toFloatArray());
    }

    Moments in(NDManager manager) {
      var shape = new Shape(1, mean.length, 1, 1);
      return new Moments(
          HostValues.toArray(manager, mean, shape), HostValues.toArray(manager, deviation, shape));
    }

    /** This and a share of others. */
    Values plus(Values other, double share) {
      var sums = new Values(mean.clone(), deviation.clone());
      for (int i = 0; i < mean.length; i++) {
        sums.mean[i] += (float) (share * other.mean[i]);
        sums.deviation[i] += (float) (share * other.deviation[i]);
      }
      return sums;
    }

    static Values zeros(int channels) {
      return new Values(new float[channels], new float[channels]);
    }
  }

  /** a + strength · (b − a). */
  static NDArray blend(NDArray a, NDArray b, double strength) {
    return strength == 1 ? b : a.add(Scale.by(b.sub(a), strength));
  }
}
