/**
 * van den Oord, Vinyals and Kavukcuoglu, "Neural discrete representation learning",
 * arXiv:1711.00937: pictures as numbers of learnt codes, and files of them.
 */
@NullMarked
package org.atelier.vae.vq;

import org.jspecify.annotations.NullMarked;
