package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.atelier.engine.NativeModule;

/**
 * The Fréchet distance of two Gaussians, |μ₁ − μ₂|² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½ (Dowson and
 * Landau, 1982). For features of the published Inception network it is FID (Heusel et al.,
 * arXiv:1706.08500); for those of another network it is a feature distance, which is not comparable
 * with FID.
 *
 * <p>The trace of (Σ₁Σ₂)^½ is computed as that of (Σ₁^½ Σ₂ Σ₁^½)^½, which has the same eigenvalues
 * and is symmetric: two symmetric eigenproblems in float64, solved by the engine's LAPACK. The
 * square root of the unsymmetric product, which reference implementations compute, becomes complex
 * by rounding if a covariance is singular (fewer pictures than features), so that they add 10⁻⁶ to
 * the diagonal; that is not necessary here.
 */
public final class FrechetDistance {
  private static final String BODY =
      """
          w, v = torch.linalg_eigh(s1, "L")
          r = torch.sqrt(torch.clamp_min(w, 0.))
          root = torch.matmul(torch.mul(v, r), torch.t(v))
          p = torch.matmul(torch.matmul(root, s2), root)
          p1 = torch.mul(torch.add(p, torch.t(p)), 0.5)
          e = torch.sqrt(torch.clamp_min(torch.linalg_eigvalsh(p1, "L"), 0.))
          d = torch.sub(m1, m2)
          a = torch.add(torch.sum(torch.mul(d, d)), torch.add(torch.trace(s1), torch.trace(s2)))
          return torch.sub(a, torch.sum(e), alpha=2)
      """;

  private static final class Module {
    static final NativeModule DISTANCE =
        NativeModule.compile(
            "m1: Tensor, s1: Tensor, m2: Tensor, s2: Tensor", "Tensor", FrechetDistance.BODY);
  }

  private FrechetDistance() {}

  /**
   * Computes the distance, at least 0; it is symmetric.
   *
   * <p>The estimate is biased: it decreases with the number N of pictures (by about 1/N), so
   * compare only distances of equal counts.
   *
   * @throws IllegalStateException if a set has fewer than 2 pictures
   * @throws IllegalArgumentException if the numbers of features differ, or a feature is not finite
   */
  public static double between(Moments first, Moments second) {
    try (NDManager scratch = NDManager.newBaseManager()) {
      NDArray m1 = first.mean(scratch);
      NDArray m2 = second.mean(scratch);
      if (!m1.getShape().equals(m2.getShape())) {
        throw new IllegalArgumentException(
            "Expected features of the same network, but the first set has %s features of each picture and the second %s"
                .formatted(m1.getShape().get(0), m2.getShape().get(0)));
      }
      requireFinite(m1);
      requireFinite(m2);
      var inputs = new NDList(m1, first.covariance(scratch), m2, second.covariance(scratch));
      double distance = Module.DISTANCE.call(inputs, false).singletonOrThrow().getDouble();
      // By rounding, equal sets have a distance of about -1e-7.
      return Math.max(0, distance);
    }
  }

  private static void requireFinite(NDArray mean) {
    for (double value : mean.toDoubleArray()) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "A feature is not finite (NaN or infinite); check the pictures for NaNs, which a diverged generator returns");
      }
    }
  }
}
