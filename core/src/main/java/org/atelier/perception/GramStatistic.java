package org.atelier.perception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.atelier.engine.NativeFunction;
import org.jspecify.annotations.Nullable;

/**
 * The Gram matrix of features (Gatys et al., arXiv:1508.06576): G = F Fᵀ / (C·H·W) with F of shape
 * (C, H·W). With weights m of the positions, G = Σ m f fᵀ / (C · Σ m).
 *
 * @param criterion how Gram matrices are compared
 */
public record GramStatistic(Criterion criterion) implements StyleStatistic {
  private static final String FLAT = "torch.flatten(f, 2)";

  private static final NativeFunction GRAM =
      NativeFunction.of(
          "torch.div(torch.matmul(%s, torch.transpose(%s, 1, 2)), torch.mul(torch.mul(torch.size(f, 1), torch.size(f, 2)), torch.size(f, 3)))"
              .formatted(FLAT, FLAT),
          "f");

  private static final NativeFunction OF_REGION =
      NativeFunction.of(
          "torch.div(torch.matmul(torch.mul(%s, torch.flatten(m, 2)), torch.transpose(%s, 1, 2)), torch.mul(torch.sum(torch.flatten(m, 2), [2], True), torch.size(f, 1)))"
              .formatted(FLAT, FLAT),
          "f",
          "m");

  /** Gram matrices that are compared by the mean squared difference. */
  public static GramStatistic squared() {
    return new GramStatistic(Criterion.L2);
  }

  @Override
  public NDList of(NDArray features, @Nullable NDArray region) {
    return new NDList(region == null ? GRAM.apply(features) : OF_REGION.apply(features, region));
  }

  @Override
  public NDArray distance(NDList actual, NDList target) {
    NDArray gram = actual.singletonOrThrow();
    return criterion.of(gram, target.singletonOrThrow().broadcast(gram.getShape()));
  }
}
