package org.atelier.latent;

import org.atelier.random.CounterRandom;

/** A normal distribution, as its mean and the Cholesky factor of its covariance, in float64. */
record NormalComponent(double[] mean, double[][] factor) {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /**
   * Fits a normal distribution to weighted points.
   *
   * @param shares the weight of each point, at least 0
   * @param ridge the regularisation added to the variances
   */
  static NormalComponent of(double[][] points, double[] shares, double ridge) {
    int size = points[0].length;
    var mean = new double[size];
    // A component without points has weight 0; its mean is arbitrary.
    double total = Double.MIN_NORMAL;
    for (int n = 0; n < points.length; n++) {
      total += shares[n];
      for (int i = 0; i < size; i++) {
        mean[i] += shares[n] * points[n][i];
      }
    }
    for (int i = 0; i < size; i++) {
      mean[i] /= total;
    }
    var covariance = new double[size][size];
    for (int n = 0; n < points.length; n++) {
      if (shares[n] > 0) {
        for (int i = 0; i < size; i++) {
          double scaled = shares[n] / total * (points[n][i] - mean[i]);
          for (int j = 0; j <= i; j++) {
            covariance[i][j] += scaled * (points[n][j] - mean[j]);
          }
        }
      }
    }
    for (int i = 0; i < size; i++) {
      covariance[i][i] += ridge;
    }
    return new NormalComponent(mean, cholesky(covariance));
  }

  /** Returns L with L·Lᵀ = covariance; only the lower triangle of the covariance is read. */
  private static double[][] cholesky(double[][] covariance) {
    int size = covariance.length;
    var factor = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = covariance[i][j];
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        if (i == j && !(rest > 0)) {
          throw new IllegalArgumentException(
              "The covariance of the latents is singular; increase the ridge");
        }
        factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
      }
    }
    return factor;
  }

  int size() {
    return mean.length;
  }

  double logDensity(double[] point) {
    double sum = 0;
    var solved = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double rest = point[i] - mean[i];
      for (int k = 0; k < i; k++) {
        rest -= factor[i][k] * solved[k];
      }
      solved[i] = rest / factor[i][i];
      sum += solved[i] * solved[i] + 2 * Math.log(factor[i][i]) + LOG_TWO_PI;
    }
    return -0.5 * sum;
  }

  Latent draw(CounterRandom random) {
    var noise = new double[mean.length];
    var values = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      noise[i] = random.nextGaussian();
      double value = mean[i];
      for (int k = 0; k <= i; k++) {
        value += factor[i][k] * noise[k];
      }
      values[i] = (float) value;
    }
    return new Latent(values);
  }

  Latent meanLatent() {
    var values = new float[mean.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) mean[i];
    }
    return new Latent(values);
  }
}
