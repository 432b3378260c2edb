package org.atelier.train;

/**
 * A warning of a {@link HealthGuard}.
 *
 * @param trouble the kind of failure
 * @param step number of training steps done when it was detected
 * @param message a description with advice
 */
public record HealthWarning(Trouble trouble, long step, String message) {
  /** The kinds of failure. */
  public enum Trouble {
    /**
     * Samples from different latents are nearly equal: mode collapse of a GAN, posterior collapse
     * of a variational auto-encoder.
     */
    COLLAPSE,
    /** Vanishing gradients of the generator: a discriminator's loss stays near 0. */
    DISCRIMINATOR_SATURATION,
    /**
     * Exploding gradients: the global norm of a phase's gradients is a large multiple of its recent
     * median.
     */
    EXPLODING_GRADIENTS,
    /** Gradients or networks contain NaNs or infinities. */
    NOT_FINITE
  }
}
