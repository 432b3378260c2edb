package org.atelier.nn;

/** What norms share. */
final class Norms {
  private Norms() {}

  /** libtorch gives zeros for the norm of a single value, without an error. */
  static void expectSeveralValues(long values, String cure) {
    if (values == 1) {
      throw new IllegalArgumentException(
          "expected more than one value to normalise over, but got 1; use " + cure);
    }
  }
}
