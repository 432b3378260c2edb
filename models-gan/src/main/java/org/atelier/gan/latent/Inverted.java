package org.atelier.gan.latent;

import org.atelier.image.Picture;
import org.atelier.latent.Latent;

/**
 * What an {@link Inversion} found.
 *
 * @param latent whose picture is most like the one that was given
 * @param picture that the generator makes of it
 * @param start which of the starts led there, from 0; it was told the condition of this number
 * @param error mean (x − G(z))² over the pixel values in [-1, 1]
 * @param startError the least such error of the first latents
 */
public record Inverted(
    Latent latent, Picture picture, int start, double error, double startError) {}
