package org.atelier.vae.beta;

import org.atelier.options.OptionChecks;

/**
 * The nats that the latents shall carry, from 0 in the first step evenly to all.
 *
 * @param nats in the end; 0 for always 0
 * @param steps until then; 0 for at once
 */
public record Capacity(double nats, long steps) {
  /** Checks both numbers. */
  public Capacity {
    OptionChecks.notNegative("nats", nats);
    if (steps < 0) {
      throw new IllegalArgumentException("steps must be at least 0, but was " + steps);
    }
  }

  /** Always 0. */
  public static Capacity none() {
    return new Capacity(0, 0);
  }

  /** C in a step. */
  public double at(long step) {
    return step >= steps ? nats : nats * step / steps;
  }
}
