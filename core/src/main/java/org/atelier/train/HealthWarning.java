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
    /**
     * Samples from different latents are nearly the same: mode collapse of a GAN, posterior
     * collapse of a variational auto-encoder.
     */
    COLLAPSE,
    /** A discriminator's loss stays near 0, so the generator's gradients vanish. */
    DISCRIMINATOR_SATURATION,
    /** The global norm of a phase's gradients is a multiple of its earlier values. */
    EXPLODING_GRADIENTS,
    /** There are NaNs or infinities in gradients or networks. */
    NOT_FINITE
  }
}
