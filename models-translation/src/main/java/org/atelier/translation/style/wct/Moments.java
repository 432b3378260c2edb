package org.atelier.translation.style.wct;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.engine.Arguments;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.NativeModule;
import org.jspecify.annotations.Nullable;

/**
 * Mean and covariance of features over their positions, in float64.
 *
 * <pre>
 * μ = Σ w f / Σ w        C = Σ w (f − μ)(f − μ)ᵀ / (Σ w − Σ w² / Σ w)
 * </pre>
 *
 * <p>With weights of 0 and 1 the divisor is N − 1.
 *
 * @param mean (C, 1)
 * @param covariance (C, C)
 */
public record Moments(NDArray mean, NDArray covariance) {
  private static final class Module {
    /** In blocks of positions, so that of a large picture no copy in float64 is made. */
    static final NativeModule OF =
        NativeModule.compile(
            "x: Tensor, w: Tensor",
            "List[Tensor]",
            """
                f = torch.flatten(torch.squeeze(x, 0), 1)
                c = torch.size(f, 0)
                n = torch.size(f, 1)
                step = 65536
                blocks = torch.floordiv(torch.add(n, 65535), step)
                total = torch.sum(torch.to(w, 7))
                squares = torch.sum(torch.square(torch.to(w, 7)))
                mean = torch.zeros([c, 1], dtype=7, device=x.device)
                for i in range(blocks):
                  start = torch.mul(i, step)
                  b = torch.to(torch.slice(f, 1, start, torch.add(start, step), 1), 7)
                  m = torch.to(torch.slice(w, 0, start, torch.add(start, step), 1), 7)
                  mean = torch.add(mean, torch.matmul(b, torch.unsqueeze(m, 1)))
                mean = torch.div(mean, total)
                cov = torch.zeros([c, c], dtype=7, device=x.device)
                for j in range(blocks):
                  start = torch.mul(j, step)
                  d = torch.sub(torch.to(torch.slice(f, 1, start, torch.add(start, step), 1), 7), mean)
                  m = torch.to(torch.slice(w, 0, start, torch.add(start, step), 1), 7)
                  cov = torch.add(cov, torch.matmul(torch.mul(d, torch.unsqueeze(m, 0)), torch.t(d)))
                divisor = torch.clamp(torch.sub(total, torch.div(squares, total)), 1e-12)
                return [mean, torch.div(cov, divisor)]
            """);

    /**
     * The symmetric root of a covariance, and the pseudo-inverse of the root. What is dropped: the
     * directions whose variance is below a share of the largest variance, or so small beside the
     * mean square that it is rounding (a flat picture would otherwise become noise).
     */
    static final NativeModule ROOTS =
        NativeModule.compile(
            "cov: Tensor, mean: Tensor, share: Tensor",
            "List[Tensor]",
            """
                values, vectors = torch.linalg_eigh(cov)
                variance = torch.clamp(values, 0.)
                rounding = torch.mul(torch.add(torch.mean(torch.square(mean)), torch.mean(variance)), 1e-8)
                least = torch.clamp(torch.maximum(torch.mul(torch.max(variance), share), rounding), 1e-30)
                kept = torch.to(torch.gt(variance, least), 7)
                root = torch.mul(torch.sqrt(variance), kept)
                inverse = torch.mul(torch.rsqrt(torch.maximum(variance, least)), kept)
                back = torch.t(vectors)
                return [torch.matmul(torch.mul(vectors, root), back), torch.matmul(torch.mul(vectors, inverse), back)]
            """);
  }

  private static final NativeFunction WHITENED =
      NativeFunction.of(
          "torch.reshape(torch.matmul(torch.to(a, 6), torch.sub(torch.flatten(torch.squeeze(f, 0), 1), torch.to(mean, 6))), torch.size(f))",
          "f",
          "a",
          "mean");

  private static final NativeFunction DEVIATIONS =
      NativeFunction.of(
          "torch.sqrt(torch.add(torch.clamp(torch.diagonal(c, 0, 0, 1), 0.), float(e)))", "c", "e");

  /**
   * Computes the moments of one picture's features.
   *
   * @param features (1, C, H, W), float32
   * @param weights the weight of each position, (H·W), at least 0 with a positive sum; null for 1
   *     everywhere
   * @return moments, attached to the manager of {@code features}
   */
  public static Moments of(NDArray features, float @Nullable [] weights) {
    Shape shape = features.getShape();
    if (shape.dimension() != 4 || shape.get(0) != 1) {
      throw new IllegalArgumentException(
          "Expected the features of one picture, (1, C, H, W), but got " + shape);
    }
    int positions = Math.toIntExact(shape.get(2) * shape.get(3));
    float[] given = weights;
    if (given == null) {
      given = new float[positions];
      Arrays.fill(given, 1);
    }
    NDManager manager = features.getManager();
    try (var inputs = new Arguments();
        NDArray w = HostValues.toArray(manager, given, new Shape(positions))) {
      inputs.add(features);
      inputs.add(w);
      NDList moments = inputs.call(Module.OF, false);
      return new Moments(moments.get(0), moments.get(1));
    }
  }

  /**
   * The symmetric root of a covariance and its pseudo-inverse, each (C, C) in float64.
   *
   * @param root C^½
   * @param inverse C^-½ in the directions that are kept, 0 in the others
   */
  record Roots(NDArray root, NDArray inverse) {}

  /**
   * Computes the roots.
   *
   * @param least directions with less than this share of the largest variance are dropped
   * @param manager the owner of the results
   */
  Roots roots(double least, NDManager manager) {
    try (var inputs = new Arguments();
        NDArray share = HostValues.number(covariance.getManager(), least)) {
      inputs.add(covariance);
      inputs.add(mean);
      inputs.add(share);
      NDList roots = inputs.call(Module.ROOTS, false);
      roots.attach(manager);
      return new Roots(roots.get(0), roots.get(1));
    }
  }

  /**
   * Whitens features: C^-½ (f − μ), whose covariance is the identity if these are the moments of f.
   *
   * @param features (1, C, H, W), float32
   * @param least directions with less than this share of the largest variance become 0
   * @return of the same shape, attached to the manager of {@code features}
   */
  public NDArray whitened(NDArray features, double least) {
    Roots roots = roots(least, features.getManager());
    try {
      return WHITENED.apply(features, roots.inverse, mean);
    } finally {
      roots.root.close();
      roots.inverse.close();
    }
  }

  /** Returns the standard deviations √(C_ii + ε), (C) in float64, attached to a manager. */
  NDArray deviations(double epsilon, NDManager manager) {
    try (NDArray e = HostValues.number(covariance.getManager(), epsilon)) {
      NDArray deviations = DEVIATIONS.apply(covariance, e);
      deviations.attach(manager);
      return deviations;
    }
  }

  /** Makes the arrays part of another manager. */
  public void attach(NDManager manager) {
    mean.attach(manager);
    covariance.attach(manager);
  }
}
