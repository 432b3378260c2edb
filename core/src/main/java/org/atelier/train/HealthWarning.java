package org.atelier.train;

/**
 * What a {@link HealthGuard} has seen.
 *
 * @param trouble of which kind
 * @param step training steps done when it was seen
 * @param message for people, with what to do
 */
public record HealthWarning(Trouble trouble, long step, String message) {
  /** What may go wrong. */
  public enum Trouble {
    /** The generator makes nearly the same picture of all latents. */
    COLLAPSE,
    /** The discriminator has won: its loss is pinned near 0. */
    SATURATION,
    /** A phase's gradients are far longer than they were. */
    EXPLOSION,
    /** There are numbers that are not finite. */
    NOT_FINITE
  }
}
