package org.atelier.nn;

/**
 * How a network runs. This is not about gradients, which the thread records or not ({@link
 * org.atelier.engine.Gradients}): perceptual losses need evaluation WITH gradients.
 *
 * @param training whether norms use (and update) batch statistics and dropout drops
 * @param precision of the computation
 */
public record Mode(boolean training, Precision precision) {
  /** Batch statistics, dropout, float32. */
  public static final Mode TRAINING = new Mode(true, Precision.FLOAT32);

  /** Running statistics, no dropout, float32. */
  public static final Mode EVALUATION = new Mode(false, Precision.FLOAT32);

  /** The same mode in another precision. */
  public Mode withPrecision(Precision precision) {
    return new Mode(training, precision);
  }
}
