package org.atelier.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.NativeFunction;

/**
 * Diagonal Gaussians N(μ, σ²), one for each example: the approximate posterior q(z | x) of an
 * encoder (Kingma and Welling, arXiv:1312.6114).
 *
 * <p>All operations are recorded for autograd if the thread records, and their results are attached
 * to the manager of μ. Divergences and densities are in nats, one value for each example: (N).
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
   * @throws IllegalArgumentException if they differ, or have fewer than two axes
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
   * An expression's value summed over all axes of m but the first; the value may have further axes
   * before those of m.
   */
  private static NativeFunction summed(String expression, String... parameters) {
    return NativeFunction.of(
        "torch.sum(torch.flatten(" + expression + ", 1 - torch.dim(m)), [-1])", parameters);
  }

  /**
   * Samples z = μ + σ·ε, where σ = exp(½ ln σ²): the reparameterisation trick, differentiable with
   * respect to μ and σ.
   *
   * @param noise ε ~ N(0, 1) of the shape of μ, or (S, N, …) for S samples of each example
   * @return z, of the shape of {@code noise}
   */
  public NDArray sample(NDArray noise) {
    return SAMPLE.apply(mu, logVar, expectFit("noise", noise));
  }

  /** Computes KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (σ² + μ² − 1 − ln σ²) of each example, (N), in nats. */
  public NDArray klToStandard() {
    return KL_TO_STANDARD.apply(mu, logVar);
  }

  /** Computes the terms of {@link #klToStandard} for each latent dimension, of the shape of μ. */
  public NDArray klToStandardByValue() {
    return KL_TO_STANDARD_BY_VALUE.apply(mu, logVar);
  }

  /**
   * Computes KL(N(μ₁, σ₁²) ‖ N(μ₂, σ₂²)) = ½ Σ (ln σ₂²/σ₁² + (σ₁² + (μ₁ − μ₂)²) / σ₂² − 1) of each
   * example, (N), in nats.
   */
  public NDArray klTo(Gaussian other) {
    if (!other.mu.getShape().equals(mu.getShape())) {
      throw new IllegalArgumentException(
          "Expected distributions of one shape, but got %s and %s"
              .formatted(mu.getShape(), other.mu.getShape()));
    }
    return KL.apply(mu, logVar, other.mu, other.logVar);
  }

  /**
   * Computes the log-density ln N(x; μ, σ²) = −½ Σ (ln 2π + ln σ² + (x − μ)² / σ²) in nats.
   *
   * @param x of the shape of μ, or (S, N, …) for S points for each example
   * @return (N), or (S, N)
   */
  public NDArray logDensity(NDArray x) {
    return LOG_DENSITY.apply(mu, logVar, expectFit("x", x));
  }

  /**
   * Computes the log-density of the standard normal distribution, ln N(z; 0, 1) = −½ Σ (ln 2π +
   * z²), in nats.
   *
   * @param z (N, …)
   * @return (N)
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
          "Expected %s of shape %s, or with one further axis before it, but got %s"
              .formatted(name, shape, given));
    }
    return x;
  }
}
