package org.atelier.latent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.random.CounterRandom;

/**
 * A Gaussian mixture with full covariances, fitted to the aggregate posterior of an encoder. The
 * aggregate posterior usually differs from the prior, so sampling latents from the mixture gives
 * better pictures (ex-post density estimation; Ghosh et al., arXiv:1903.12436).
 *
 * <pre>{@code
 * var mixture = LatentMixture.fit(vae.encode(pictures), MixtureOptions.defaults());
 * List<Picture> samples = vae.decode(mixture.sample(64, 7));
 * }</pre>
 */
public final class LatentMixture {
  private final double[] weights;
  private final NormalComponent[] components;

  private LatentMixture(double[] weights, NormalComponent[] components) {
    this.weights = weights;
    this.components = components;
  }

  /**
   * Fits a mixture by expectation-maximisation, in float64.
   *
   * @param latents at least as many as components, all of the same size
   * @throws IllegalArgumentException if there are fewer, or the sizes differ
   */
  public static LatentMixture fit(List<Latent> latents, MixtureOptions options) {
    if (latents.size() < options.components()) {
      throw new IllegalArgumentException(
          "Expected at least as many latents as components, %s, but got %s"
              .formatted(options.components(), latents.size()));
    }
    double[][] points = points(latents);
    double[][] shares = nearestShares(points, options);
    LatentMixture mixture = of(points, shares, options.ridge());
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < options.iterations(); i++) {
      double mean = mixture.expect(points, shares) / points.length;
      if (mean - before < options.tolerance()) {
        break;
      }
      before = mean;
      mixture = of(points, shares, options.ridge());
    }
    return mixture;
  }

  private static double[][] points(List<Latent> latents) {
    var points = new double[latents.size()][];
    for (int n = 0; n < points.length; n++) {
      float[] values = latents.get(n).values();
      if (values.length != latents.get(0).size()) {
        throw new IllegalArgumentException(
            "Expected latents of one size, but got %s and %s values"
                .formatted(latents.get(0).size(), values.length));
      }
      points[n] = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        points[n][i] = values[i];
      }
    }
    return points;
  }

  /** Returns one-hot responsibilities: each point belongs to its nearest k-means++ centre. */
  private static double[][] nearestShares(double[][] points, MixtureOptions options) {
    var random = CounterRandom.of(options.seed(), "mixture");
    var distances = new double[points.length];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    var nearest = new int[points.length];
    int centre = random.nextInt(points.length);
    for (int k = 0; k < options.components(); k++) {
      double sum = 0;
      for (int n = 0; n < points.length; n++) {
        double distance = squared(points[n], points[centre]);
        if (distance < distances[n]) {
          distances[n] = distance;
          nearest[n] = k;
        }
        sum += distances[n];
      }
      double left = random.nextDouble() * sum;
      centre = 0;
      while (centre < points.length - 1 && left >= distances[centre]) {
        left -= distances[centre++];
      }
    }
    var shares = new double[points.length][options.components()];
    for (int n = 0; n < points.length; n++) {
      shares[n][nearest[n]] = 1;
    }
    return shares;
  }

  private static double squared(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  /** M step: weights, means and covariances from the responsibilities. */
  private static LatentMixture of(double[][] points, double[][] shares, double ridge) {
    int count = shares[0].length;
    var weights = new double[count];
    var components = new NormalComponent[count];
    for (int k = 0; k < count; k++) {
      var own = new double[points.length];
      for (int n = 0; n < own.length; n++) {
        own[n] = shares[n][k];
      }
      components[k] = NormalComponent.of(points, own, ridge);
      weights[k] = Arrays.stream(own).sum() / points.length;
    }
    return new LatentMixture(weights, components);
  }

  /** E step: fills the responsibilities and returns the sum of the log-densities. */
  private double expect(double[][] points, double[][] shares) {
    double sum = 0;
    for (int n = 0; n < points.length; n++) {
      double[] terms = terms(points[n]);
      double total = logSum(terms);
      for (int k = 0; k < terms.length; k++) {
        shares[n][k] = Math.exp(terms[k] - total);
      }
      sum += total;
    }
    return sum;
  }

  private double[] terms(double[] point) {
    var terms = new double[weights.length];
    for (int k = 0; k < terms.length; k++) {
      terms[k] = Math.log(weights[k]) + components[k].logDensity(point);
    }
    return terms;
  }

  private static double logSum(double[] terms) {
    double greatest = Arrays.stream(terms).max().orElseThrow();
    return greatest + Math.log(Arrays.stream(terms).map(term -> Math.exp(term - greatest)).sum());
  }

  /**
   * Returns the natural logarithm of the density at a latent.
   *
   * @throws IllegalArgumentException if the latent has another size
   */
  public double logDensity(Latent latent) {
    if (latent.size() != components[0].size()) {
      throw new IllegalArgumentException(
          "Expected a latent of %s values, but got one of %s"
              .formatted(components[0].size(), latent.size()));
    }
    return logSum(terms(points(List.of(latent))[0]));
  }

  /** Samples latents: the n-th is a function of the seed and n, independent of the count. */
  public List<Latent> sample(int count, long seed) {
    var latents = new ArrayList<Latent>(count);
    for (int n = 0; n < count; n++) {
      var random = CounterRandom.of(seed, n);
      double left = random.nextDouble();
      int k = 0;
      while (k < weights.length - 1 && left >= weights[k]) {
        left -= weights[k++];
      }
      latents.add(components[k].draw(random));
    }
    return latents;
  }

  /** Returns the weight of each component; the weights sum to 1. */
  public double[] weights() {
    return weights.clone();
  }

  /** Returns the mean of each component. */
  public List<Latent> means() {
    return Arrays.stream(components).map(NormalComponent::meanLatent).toList();
  }
}
