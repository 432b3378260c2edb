package org.atelier.vae.beta;

import org.atelier.options.OptionChecks;

/**
 * The capacity C of the latents: the target of the KL term in nats, which rises linearly from 0.
 *
 * @param nats the final capacity; 0 for a capacity of 0 throughout
 * @param steps until the final capacity is reached; 0 for the final capacity from the start
 */
public record Capacity(double nats, long steps) {
  /** Checks both numbers. */
  public Capacity {
    OptionChecks.notNegative("nats", nats);
    OptionChecks.atLeast(0, "steps", steps);
  }

  /** A capacity of 0 throughout, as in Higgins et al. */
  public static Capacity none() {
    return new Capacity(0, 0);
  }

  /** Returns a copy with this final capacity. */
  public Capacity withNats(double nats) {
    return new Capacity(nats, steps);
  }

  /** Returns a copy that rises over this number of steps. */
  public Capacity withSteps(long steps) {
    return new Capacity(nats, steps);
  }

  /**
   * C in a step.
   *
   * @param step counted from 0
   */
  public double at(long step) {
    return step >= steps ? nats : nats * step / steps;
  }
}
