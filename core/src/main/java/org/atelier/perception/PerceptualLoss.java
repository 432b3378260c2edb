package org.atelier.perception;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.atelier.engine.Gradients;

/**
 * The perceptual loss, or feature reconstruction loss (Johnson et al., arXiv:1603.08155): pictures
 * are alike if the features φ of a frozen network are,
 *
 * <pre>
 * Σ over taps k of w_k · criterion(φ_k(x), φ_k(y))
 * </pre>
 *
 * @param extractor the frozen network; it stays open
 * @param weights w_k; taps of the extractor
 * @param criterion how the features of a tap are compared
 */
public record PerceptualLoss(FeatureExtractor extractor, TapWeights weights, Criterion criterion) {
  /**
   * Compares pictures; a scalar. Differentiable by x if the thread records.
   *
   * @param x (N, 3, H, W) in [-1, 1]
   * @param y the pictures that x is compared with, of the same shape; no gradient reaches them
   */
  public NDArray of(NDArray x, NDArray y) {
    return between(extractor.of(x, weights.taps()), targets(y));
  }

  /** Computes the features of pictures that others are compared with, unrecorded. */
  public Map<String, NDArray> targets(NDArray pictures) {
    return Gradients.withoutRecording(() -> extractor.of(pictures, weights.taps()));
  }

  /** Compares features that were computed before; a scalar. */
  public NDArray between(Map<String, NDArray> x, Map<String, NDArray> y) {
    return weights.sum(x, y, criterion::of);
  }
}
