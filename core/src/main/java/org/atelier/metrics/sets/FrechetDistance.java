package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.atelier.engine.NativeModule;

/**
 * The Fréchet distance of two Gaussians, |μ₁ − μ₂|² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½ (Dowson and
 * Landau 1982). Of the features of the published Inception network it is FID (Heusel et al.,
 * arXiv:1706.08500); of other features it is a feature distance, on a scale of its own.
 *
 * <p>The trace of (Σ₁Σ₂)^½ is taken as that of (Σ₁^½ Σ₂ Σ₁^½)^½, which has the same eigenvalues and
 * is symmetric: two symmetric eigenproblems in float64, by the engine's LAPACK. The usual square
 * root of the unsymmetric product drifts into complex numbers where a covariance is singular (fewer
 * pictures than features), and references then add 10⁻⁶ to the diagonal; here there is nothing to
 * mend.
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
   * The distance, 0 or more; the order of the two does not matter.
   *
   * <p>It falls with the number of pictures (by some 1/N), so only distances of equal counts can be
   * compared.
   *
   * @throws IllegalStateException if one has fewer than 2 pictures
   * @throws IllegalArgumentException if the numbers of features differ, or a feature was not finite
   */
  public static double between(Moments first, Moments second) {
    try (NDManager scratch = NDManager.newBaseManager()) {
      NDArray m1 = first.mean(scratch);
      NDArray m2 = second.mean(scratch);
      if (!m1.getShape().equals(m2.getShape())) {
        throw new IllegalArgumentException(
            "Expected features of one network, but the first set has %s of each picture and the second %s"
                .formatted(m1.getShape().get(0), m2.getShape().get(0)));
      }
      requireFinite(m1);
      requireFinite(m2);
      var inputs = new NDList(m1, first.covariance(scratch), m2, second.covariance(scratch));
      double distance = Module.DISTANCE.call(inputs, false).singletonOrThrow().getDouble();
      // Rounding leaves equal sets some 1e-7 below zero.
      return Math.max(0, distance);
    }
  }

  private static void requireFinite(NDArray mean) {
    for (double value : mean.toDoubleArray()) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "Some feature is not finite (NaN or infinite); look at the pictures: a diverged generator draws NaN");
      }
    }
  }
}
