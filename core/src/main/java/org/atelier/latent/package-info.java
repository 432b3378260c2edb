/**
 * Latents as values: arithmetic, interpolation and walks, for every model that makes pictures of
 * latents. Nothing here knows a model; a {@link org.atelier.latent.LatentDecoder} stands for one.
 */
@NullMarked
package org.atelier.latent;

import org.jspecify.annotations.NullMarked;
