/** Burda et al., "Importance weighted autoencoders", arXiv:1509.00519. */
@NullMarked
package org.atelier.vae.iwae;

import org.jspecify.annotations.NullMarked;
