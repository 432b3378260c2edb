package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;

/** How still each pixel of a film stands. */
final class Stillness {
  /**
   * With d the difference of two frames, averaged over 5×5 pixels so that noise is no movement, in
   * the channel that differs most: exp(−(d / 0.1)²).
   */
  private static final NativeFunction WEIGHTS =
      NativeFunction.of(
          "torch.exp(torch.neg(torch.square(torch.div(torch.amax(torch.abs(torch.avg_pool2d("
              + "torch.sub(a, b), [5, 5], [1, 1], [2, 2], False, False, None)), [1], True), 0.1))))",
          "a",
          "b");

  private static final NativeFunction MIXED =
      NativeFunction.of("torch.add(b, torch.mul(torch.sub(a, b), w))", "a", "b", "w");

  private Stillness() {}

  /**
   * Compares two frames (1, 3, H, W) in [-1, 1].
   *
   * @return (1, 1, H, W) in [0, 1], 1 where they are equal
   */
  static NDArray between(NDArray before, NDArray now) {
    return WEIGHTS.apply(before, now);
  }

  /** Returns w·a + (1 − w)·b. */
  static NDArray mixed(NDArray a, NDArray b, NDArray weights) {
    return MIXED.apply(a, b, weights);
  }
}
