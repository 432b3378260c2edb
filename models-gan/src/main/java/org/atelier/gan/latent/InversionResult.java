package org.atelier.gan.latent;

import org.atelier.image.Picture;
import org.atelier.latent.Latent;

/**
 * The result of an {@link Inversion}.
 *
 * @param latent the latent that was found, of the start with the least loss
 * @param picture what the generator makes of it
 * @param start number of that start, from 0, which also numbers its conditioning input
 * @param error mean (x − G(z))² over the pixel values in [-1, 1]
 * @param startError the least such error of the initial latents
 */
public record InversionResult(
    Latent latent, Picture picture, int start, double error, double startError) {}
