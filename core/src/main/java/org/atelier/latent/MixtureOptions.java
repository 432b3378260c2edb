package org.atelier.latent;

/**
 * How a {@link LatentMixture} is fitted.
 *
 * @param components the number of Gaussian components, at least 1
 * @param iterations the maximum number of iterations of expectation-maximisation, at least 1
 * @param tolerance the convergence threshold: stops when the mean log-likelihood increases by less,
 *     in nats per latent; at least 0
 * @param ridge the regularisation added to every variance, positive, so that covariances stay
 *     positive definite
 * @param seed the seed of the initial centres
 */
public record MixtureOptions(
    int components, int iterations, double tolerance, double ridge, long seed) {
  /** Checks every number. */
  public MixtureOptions {
    if (components < 1) {
      throw new IllegalArgumentException("components must be at least 1, but was " + components);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, but was " + iterations);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance must be at least 0, but was " + tolerance);
    }
    if (!(ridge > 0) || Double.isInfinite(ridge)) {
      throw new IllegalArgumentException("ridge must be positive and finite, but was " + ridge);
    }
  }

  /** Returns 10 components, at most 100 iterations, tolerance 1e-4 nats, ridge 1e-6. */
  public static MixtureOptions defaults() {
    return new MixtureOptions(10, 100, 1e-4, 1e-6, 0);
  }

  /** Returns a copy with this many components, at least 1. */
  public MixtureOptions withComponents(int components) {
    return new MixtureOptions(components, iterations, tolerance, ridge, seed);
  }

  /** Returns a copy with at most this many iterations of expectation-maximisation, at least 1. */
  public MixtureOptions withIterations(int iterations) {
    return new MixtureOptions(components, iterations, tolerance, ridge, seed);
  }

  /** Returns a copy with this tolerance in nats per latent, at least 0. */
  public MixtureOptions withTolerance(double tolerance) {
    return new MixtureOptions(components, iterations, tolerance, ridge, seed);
  }

  /** Returns a copy with this regularisation added to every variance, positive. */
  public MixtureOptions withRidge(double ridge) {
    return new MixtureOptions(components, iterations, tolerance, ridge, seed);
  }

  /** Returns a copy with this seed of the initial centres. */
  public MixtureOptions withSeed(long seed) {
    return new MixtureOptions(components, iterations, tolerance, ridge, seed);
  }
}
