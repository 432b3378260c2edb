package org.atelier.nn.internal;

/** What norms check. */
public final class NormChecks {
  private NormChecks() {}

  /** libtorch gives zeros for the norm of a single value, without an error. */
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
