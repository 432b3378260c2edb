package org.atelier.nn.script;

/**
 * The window of a layer's input on which one position of its output depends.
 *
 * @param size side in pixels of the input, at least 1
 * @param stride how many input pixels the window moves from one output position to the next, at
 *     least 1
 */
public record Window(long size, long stride) {
  /** The window of layers that compute each position by itself. */
  public static final Window POINT = new Window(1, 1);

  /** The window of values that depend on the whole picture. */
  public static final Window EVERYTHING = new Window(Long.MAX_VALUE, 1);

  /** Checks both. */
  public Window {
    if (size < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "size and stride must be at least 1, but were %s and %s".formatted(size, stride));
    }
  }

  /** Returns the window on the input of this layer of a following layer's window. */
  public Window then(Window next) {
    return isEverything() || next.isEverything()
        ? EVERYTHING
        : new Window(size + (next.size - 1) * stride, stride * next.stride);
  }

  /** Returns the larger of two windows, of values that are computed from both. */
  Window or(Window other) {
    return size > other.size || size == other.size && stride >= other.stride ? this : other;
  }

  /** Returns whether this is the whole picture. */
  public boolean isEverything() {
    return size == Long.MAX_VALUE;
  }
}
