package org.atelier.latent;

/**
 * How a {@link LatentMixture} is fitted.
 *
 * @param components how many normal distributions, at least 1
 * @param iterations of expectation-maximisation at most, at least 1
 * @param tolerance nats for each latent: where an iteration gains less, it is the last; at least 0
 * @param ridge added to every variance, positive, so that few latents make no component flat
 * @param seed of the first centres
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

  /** Ten components, at most 100 iterations, until one gains less than 0.0001 nats; ridge 1e-6. */
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

  /** Returns a copy with this tolerance in nats for each latent, at least 0. */
  public MixtureOptions withTolerance(double tolerance) {
    return new MixtureOptions(components, iterations, tolerance, ridge, seed);
  }

  /** Returns a copy with this addition to every variance, positive. */
  public MixtureOptions withRidge(double ridge) {
    return new MixtureOptions(components, iterations, tolerance, ridge, seed);
  }

  /** Returns a copy with this seed of the first centres. */
  public MixtureOptions withSeed(long seed) {
    return new MixtureOptions(components, iterations, tolerance, ridge, seed);
  }
}
