/**
 * Larsen et al., "Autoencoding beyond pixels using a learned similarity metric", arXiv:1512.09300.
 */
@NullMarked
package org.atelier.vae.vaegan;

import org.jspecify.annotations.NullMarked;
