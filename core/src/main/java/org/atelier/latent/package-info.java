/**
 * Latents as values: arithmetic, interpolation, latent walks, traversals and mixtures. Independent
 * of the models: a {@link org.atelier.latent.LatentDecoder} decodes latents to pictures.
 */
@NullMarked
package org.atelier.latent;

import org.jspecify.annotations.NullMarked;
