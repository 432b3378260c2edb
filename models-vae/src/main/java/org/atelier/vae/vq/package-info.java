/**
 * van den Oord, Vinyals and Kavukcuoglu, "Neural discrete representation learning",
 * arXiv:1711.00937: discrete latents of a learned codebook, and compression by them.
 */
@NullMarked
package org.atelier.vae.vq;

import org.jspecify.annotations.NullMarked;
