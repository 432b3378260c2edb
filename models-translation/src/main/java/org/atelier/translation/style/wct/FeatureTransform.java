package org.atelier.translation.style.wct;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.NativeModule;
import org.atelier.options.OptionChecks;

/**
 * An affine map f ↦ A (f − μ_c) + μ_s of the features of a content (mean μ_c, covariance C_c) that
 * gives them statistics of a style (μ_s, C_s).
 */
public sealed interface FeatureTransform {
  /**
   * Computes the matrix A.
   *
   * @return (C, C), float64, attached to the manager of the content's moments
   */
  NDArray matrix(Moments content, Moments style);

  /** Whitening and colouring, dropping directions with less than 1e-5 of the largest variance. */
  static FeatureTransform wct() {
    return new WhiteningColouring(1e-5);
  }

  /** Optimal transport, dropping directions with less than 1e-5 of the largest variance. */
  static FeatureTransform optimalTransport() {
    return new OptimalTransport(1e-5);
  }

  /** Means and standard deviations of each channel, with ε = 1e-5. */
  static FeatureTransform adain() {
    return new AdaptiveInstanceNorm(1e-5);
  }

  /**
   * Whitening and colouring (Li et al., arXiv:1705.08086, equations 2 and 3): A = C_s^½ C_c^-½. The
   * covariance becomes the style's.
   *
   * @param leastVariance directions with less than this share of the largest variance are dropped,
   *     in [0, 1)
   */
  record WhiteningColouring(double leastVariance) implements FeatureTransform {
    private static final NativeFunction PRODUCT = NativeFunction.of("torch.matmul(s, c)", "c", "s");

    /** Checks the share. */
    public WhiteningColouring {
      OptionChecks.share("leastVariance", leastVariance);
    }

    @Override
    public NDArray matrix(Moments content, Moments style) {
      try (NDManager scratch = content.mean().getManager().newSubManager()) {
        NDArray inverse = content.roots(leastVariance, scratch).inverse();
        NDArray matrix = PRODUCT.apply(inverse, style.roots(leastVariance, scratch).root());
        matrix.attach(content.mean().getManager());
        return matrix;
      }
    }
  }

  /**
   * The optimal transport between normal distributions: A = C_c^-½ (C_c^½ C_s C_c^½)^½ C_c^-½. Of
   * all maps that make the covariance the style's it moves the features least.
   *
   * @param leastVariance directions with less than this share of the largest variance are dropped,
   *     in [0, 1)
   */
  record OptimalTransport(double leastVariance) implements FeatureTransform {
    private static final NativeFunction BETWEEN =
        NativeFunction.of("torch.matmul(torch.matmul(a, b), a)", "a", "b");

    private static final class Module {
      static final NativeModule ROOT =
          NativeModule.compile(
              "a: Tensor",
              "List[Tensor]",
              """
                  values, vectors = torch.linalg_eigh(torch.mul(torch.add(a, torch.t(a)), 0.5))
                  roots = torch.sqrt(torch.clamp(values, 0.))
                  return [torch.matmul(torch.mul(vectors, roots), torch.t(vectors))]
              """);
    }

    /** Checks the share. */
    public OptimalTransport {
      OptionChecks.share("leastVariance", leastVariance);
    }

    @Override
    public NDArray matrix(Moments content, Moments style) {
      try (NDManager scratch = content.mean().getManager().newSubManager()) {
        Moments.Roots roots = content.roots(leastVariance, scratch);
        NDArray middle = BETWEEN.apply(roots.root(), style.covariance());
        NDArray root = Module.ROOT.call(new NDList(middle), false).singletonOrThrow();
        NDArray matrix = BETWEEN.apply(roots.inverse(), root);
        matrix.attach(content.mean().getManager());
        return matrix;
      }
    }
  }

  /**
   * Adaptive instance normalisation (Huang and Belongie, arXiv:1703.06868, equation 8): A =
   * diag(σ_s / σ_c). Channels keep their correlations.
   *
   * @param epsilon added to the variances, positive
   */
  record AdaptiveInstanceNorm(double epsilon) implements FeatureTransform {
    private static final NativeFunction RATIO =
        NativeFunction.of("torch.diag(torch.div(s, c), 0)", "c", "s");

    /** Checks epsilon. */
    public AdaptiveInstanceNorm {
      OptionChecks.positive("epsilon", epsilon);
    }

    @Override
    public NDArray matrix(Moments content, Moments style) {
      try (NDManager scratch = content.mean().getManager().newSubManager()) {
        NDArray matrix =
            RATIO.apply(content.deviations(epsilon, scratch), style.deviations(epsilon, scratch));
        matrix.attach(content.mean().getManager());
        return matrix;
      }
    }
  }
}
