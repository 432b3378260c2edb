/**
 * Salimans et al., "Improved techniques for training GANs", arXiv:1606.03498: a discriminator that
 * is a classifier, trained with few labels.
 */
@NullMarked
package org.atelier.gan.semi;

import org.jspecify.annotations.NullMarked;
