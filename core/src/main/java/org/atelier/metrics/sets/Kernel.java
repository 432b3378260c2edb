package org.atelier.metrics.sets;

import java.util.Locale;
import org.atelier.metrics.Fingerprint;
import org.atelier.options.OptionChecks;

/** A kernel k(x, y) of two feature vectors, for {@link KernelDistance}. */
public sealed interface Kernel {
  /**
   * Returns a TorchScript expression of the kernel matrix (n, m) of x (n, D) and y (m, D), in
   * float64.
   */
  String expression(String x, String y, long featureCount);

  /** Returns the description in a {@link Fingerprint}. */
  String description();

  /** Returns the kernel of KID, ((x·y)/D + 1)³. */
  static Kernel cubic() {
    return new Polynomial(3, 0, 1);
  }

  /** Returns the polynomial kernel (gamma·x·y + offset)^degree; a gamma of 0 means 1/D. */
  static Kernel polynomial(int degree, double gamma, double offset) {
    return new Polynomial(degree, gamma, offset);
  }

  /** Returns the Gaussian kernel exp(−|x − y|²/(2·width²)). */
  static Kernel gaussian(double width) {
    return new Gaussian(width);
  }

  /**
   * The polynomial kernel (gamma·x·y + offset)^degree.
   *
   * @param degree at least 1
   * @param gamma positive, or 0 for 1/D
   * @param offset any
   */
  record Polynomial(int degree, double gamma, double offset) implements Kernel {
    /** Checks the range of degree and gamma. */
    public Polynomial {
      OptionChecks.atLeast(1, "degree", degree);
      if (!(gamma >= 0)) {
        throw new IllegalArgumentException("gamma must be 0 or more, but was " + gamma);
      }
    }

    @Override
    public String expression(String x, String y, long featureCount) {
      double factor = gamma == 0 ? 1.0 / featureCount : gamma;
      return String.format(
          Locale.ROOT,
          "torch.pow(torch.add(torch.mul(torch.matmul(%s, torch.t(%s)), %s), %s), %s)",
          x,
          y,
          factor,
          offset,
          degree);
    }

    @Override
    public String description() {
      return "polynomial kernel of degree %s, gamma %s, offset %s"
          .formatted(degree, gamma == 0 ? "1/D" : gamma, offset);
    }
  }

  /**
   * exp(−|x − y|²/(2·width²)).
   *
   * @param width positive
   */
  record Gaussian(double width) implements Kernel {
    /** Checks that the width is positive. */
    public Gaussian {
      OptionChecks.positive("width", width);
    }

    @Override
    public String expression(String x, String y, long featureCount) {
      return String.format(
          Locale.ROOT,
          "torch.exp(torch.mul(torch.pow(torch.cdist(%s, %s, 2., 1), 2), %s))",
          x,
          y,
          -1 / (2 * width * width));
    }

    @Override
    public String description() {
      return "Gaussian kernel of width " + width;
    }
  }
}
