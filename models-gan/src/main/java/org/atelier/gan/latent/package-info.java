/**
 * GAN inversion: the latent of a given picture. Interpolation and arithmetic of latents are in
 * {@link org.atelier.latent}.
 */
@NullMarked
package org.atelier.gan.latent;

import org.jspecify.annotations.NullMarked;
