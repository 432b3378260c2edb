package org.atelier.nn;

/**
 * How a network runs. This is not about gradients, which the thread records or not ({@link
 * org.atelier.engine.Gradients}): perceptual losses need evaluation WITH gradients.
 *
 * @param training whether norms use (and update) batch statistics and dropout drops
 * @param precision of the computation
 * @param differentiatedTwice whether layers are written for a derivative of a derivative (a
 *     gradient penalty): the same values, but nothing is propagated that is known to be 0
 */
public record Mode(boolean training, Precision precision, boolean differentiatedTwice) {
  /** Batch statistics, dropout, float32. */
  public static final Mode TRAINING = new Mode(true, Precision.FLOAT32, false);

  /** Running statistics, no dropout, float32. */
  public static final Mode EVALUATION = new Mode(false, Precision.FLOAT32, false);

  /** The same mode in another precision. */
  public Mode withPrecision(Precision precision) {
    return new Mode(training, precision, differentiatedTwice);
  }

  /** The mode for this thread's purpose ({@link Precision#exactly}). */
  Mode here() {
    return Precision.isExact() ? new Mode(training, Precision.FLOAT32, true) : this;
  }
}
