package org.atelier.nn.internal;

/** Checks of the norms' options and inputs. */
public final class NormChecks {
  private NormChecks() {}

  /**
   * Checks that there is more than one value to normalise over; for one, libtorch returns zeros
   * without an error.
   */
  public static void expectSeveralValues(long values, String cure) {
    if (values == 1) {
      throw new IllegalArgumentException(
          "expected more than one value to normalise over, but got 1; use " + cure);
    }
  }

  public static double epsilon(double epsilon) {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be positive, but was " + epsilon);
    }
    return epsilon;
  }

  public static double momentum(double momentum) {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1], but was " + momentum);
    }
    return momentum;
  }
}
