package org.atelier.data;

/**
 * When examples that cannot be read are too many to go on without them.
 *
 * @param mostUnreadable the largest fraction of the examples that may be unreadable, in [0, 1);
 *     loading fails beyond it
 */
public record SkipOptions(double mostUnreadable) {
  /** Checks the value. */
  public SkipOptions {
    if (!(mostUnreadable >= 0 && mostUnreadable < 1)) {
      throw new IllegalArgumentException(
          "mostUnreadable must be in [0, 1), but was " + mostUnreadable);
    }
  }

  /** Returns at most half of the examples. */
  public static SkipOptions defaults() {
    return new SkipOptions(0.5);
  }

  /** Returns a copy with this largest fraction of unreadable examples, in [0, 1). */
  public SkipOptions withMostUnreadable(double mostUnreadable) {
    return new SkipOptions(mostUnreadable);
  }
}
