package org.atelier.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.NativeFunction;

/**
 * Diagonal Gaussians N(μ, σ²), one of each example: the approximate posterior q(z | x) of an
 * encoder (Kingma and Welling, arXiv:1312.6114).
 *
 * <p>All functions are recorded where the thread records, and their results belong to the manager
 * of μ. Divergences and densities are in nats, one value for each example: (N).
 *
 * @param mu the means μ, (N, …)
 * @param logVar the log-variances ln σ², of the same shape
 */
public record Gaussian(NDArray mu, NDArray logVar) {
  private static final NativeFunction SAMPLE =
      NativeFunction.of("m + noise * torch.exp(0.5 * v)", "m", "v", "noise");

  private static final String TO_STANDARD = "0.5 * (torch.exp(v) + torch.square(m) - 1 - v)";

  private static final NativeFunction KL_TO_STANDARD_BY_VALUE =
      NativeFunction.of(TO_STANDARD, "m", "v");

  private static final NativeFunction KL_TO_STANDARD = summed(TO_STANDARD, "m", "v");

  private static final NativeFunction KL =
      summed(
          "0.5 * (w - v + torch.exp(v - w) + torch.square(m - n) * torch.exp(-w) - 1)",
          "m",
          "v",
          "n",
          "w");

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private static final NativeFunction LOG_DENSITY =
      summed(
          "-0.5 * (v + torch.square(x - m) * torch.exp(-v) + " + LOG_TWO_PI + ")", "m", "v", "x");

  private static final NativeFunction LOG_STANDARD_DENSITY =
      NativeFunction.of(
          "torch.sum(torch.flatten(-0.5 * (torch.square(z) + " + LOG_TWO_PI + "), 1), [1])", "z");

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if they differ, or have no axis after the examples'
   */
  public Gaussian {
    Shape shape = mu.getShape();
    if (shape.dimension() < 2 || !shape.equals(logVar.getShape())) {
      throw new IllegalArgumentException(
          "Expected a mean and a log-variance of one shape (N, …), but got %s and %s"
              .formatted(shape, logVar.getShape()));
    }
  }

  /**
   * Sums over all axes of m but its first, which is the last but those in the expression's value.
   */
  private static NativeFunction summed(String expression, String... parameters) {
    return NativeFunction.of(
        "torch.sum(torch.flatten(" + expression + ", 1 - torch.dim(m)), [-1])", parameters);
  }

  /**
   * z = μ + σ·ε, where σ = exp(½ ln σ²): samples that have derivatives by μ and σ (the
   * reparameterisation trick).
   *
   * @param noise ε ~ N(0, 1): of the shape of μ, or (S, N, …) for S samples of each
   */
  public NDArray sample(NDArray noise) {
    return SAMPLE.apply(mu, logVar, expectFit("noise", noise));
  }

  /** KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (σ² + μ² − 1 − ln σ²), (N). */
  public NDArray klToStandard() {
    return KL_TO_STANDARD.apply(mu, logVar);
  }

  /** The terms of {@link #klToStandard}, of each dimension, of the shape of μ. */
  public NDArray klToStandardByValue() {
    return KL_TO_STANDARD_BY_VALUE.apply(mu, logVar);
  }

  /** KL(N(μ₁, σ₁²) ‖ N(μ₂, σ₂²)) = ½ Σ (ln σ₂²/σ₁² + (σ₁² + (μ₁ − μ₂)²) / σ₂² − 1), (N). */
  public NDArray klTo(Gaussian other) {
    if (!other.mu.getShape().equals(mu.getShape())) {
      throw new IllegalArgumentException(
          "Expected distributions of one shape, but got %s and %s"
              .formatted(mu.getShape(), other.mu.getShape()));
    }
    return KL.apply(mu, logVar, other.mu, other.logVar);
  }

  /**
   * ln N(x; μ, σ²) = −½ Σ (ln 2π + ln σ² + (x − μ)² / σ²).
   *
   * @param x of the shape of μ, or (S, N, …) for S points of each
   * @return (N), or (S, N)
   */
  public NDArray logDensity(NDArray x) {
    return LOG_DENSITY.apply(mu, logVar, expectFit("x", x));
  }

  /**
   * ln N(z; 0, 1) = −½ Σ (ln 2π + z²), (N).
   *
   * @param z (N, …)
   */
  public static NDArray logStandardDensity(NDArray z) {
    if (z.getShape().dimension() < 2) {
      throw new IllegalArgumentException("Expected z of shape (N, …), but got " + z.getShape());
    }
    return LOG_STANDARD_DENSITY.apply(z);
  }

  private NDArray expectFit(String name, NDArray x) {
    Shape shape = mu.getShape();
    Shape given = x.getShape();
    boolean several = given.dimension() == shape.dimension() + 1;
    if (!(several ? given.slice(1) : given).equals(shape)) {
      throw new IllegalArgumentException(
          "Expected %s of shape %s, or with one axis more before it, but got %s"
              .formatted(name, shape, given));
    }
    return x;
  }
}
