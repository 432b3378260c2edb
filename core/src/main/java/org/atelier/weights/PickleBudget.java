package org.atelier.weights;

/**
 * What reading one pickle may take: an estimate of the memory of its values, and of the steps of
 * work. Both are far beyond any real checkpoint, and keep a hostile one within 200 MB and a second.
 */
final class PickleBudget {
  /** The pointer from a stack or list, with room for growth. */
  static final int SLOT = 16;

  /** A boxed number. */
  static final int NUMBER = 16;

  /** A text, besides its characters. */
  static final int TEXT = 56;

  /** A container or an object without its content. */
  static final int CONTAINER = 40;

  /** The table of a dictionary that is not empty. */
  static final int TABLE = 128;

  /** An item of a dictionary with its key. */
  static final int ITEM = 80;

  /** A place in the memo. */
  static final int MEMO = 64;

  private static final long MAX_BYTES = 128L << 20;
  private static final long MAX_STEPS = 64L << 20;

  private long bytesLeft = MAX_BYTES;
  private long stepsLeft = MAX_STEPS;

  /** Thrown when the budget is spent; the reader makes a sentence of it. */
  static final class SpentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpentException(String message) {
      super(message, null, false, false);
    }
  }

  /** Takes an estimated number of bytes. */
  void bytes(long count) {
    bytesLeft -= count;
    if (bytesLeft < 0) {
      throw new SpentException(
          "has values that take more than the " + (MAX_BYTES >> 20) + " MB that are allowed");
    }
  }

  /** Takes a number of steps. */
  void steps(long count) {
    stepsLeft -= count;
    if (stepsLeft < 0) {
      throw new SpentException("takes more than " + MAX_STEPS + " steps");
    }
  }
}
