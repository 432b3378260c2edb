package org.atelier.translation;

import org.atelier.optim.Schedule;

/**
 * A learning rate that stays, then falls along a straight line to 0.
 *
 * @param constant steps at the full rate
 * @param falling steps from there to 0; with 0 the rate stays for ever
 */
public record Decay(long constant, long falling) {
  /** Checks the numbers. */
  public Decay {
    if (constant < 0 || falling < 0) {
      throw new IllegalArgumentException(
          "The steps of a decay must be at least 0, but were %s and %s"
              .formatted(constant, falling));
    }
  }

  /** A rate that stays. */
  public static Decay none() {
    return new Decay(0, 0);
  }

  /** As an optimizer takes it. */
  public Schedule schedule() {
    return falling == 0 ? Schedule.constant() : Schedule.linearDecay(constant, falling);
  }
}
