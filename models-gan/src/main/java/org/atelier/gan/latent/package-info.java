/**
 * From a picture back to the latent of a trained GAN. The way forth (interpolation, arithmetic) is
 * {@link org.atelier.latent}.
 */
@NullMarked
package org.atelier.gan.latent;

import org.jspecify.annotations.NullMarked;
