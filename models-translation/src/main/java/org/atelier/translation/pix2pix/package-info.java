/**
 * Isola et al., "Image-to-image translation with conditional adversarial networks",
 * arXiv:1611.07004.
 */
@NullMarked
package org.atelier.translation.pix2pix;

import org.jspecify.annotations.NullMarked;
