/**
 * Choi et al., "StarGAN: unified generative adversarial networks for multi-domain image-to-image
 * translation", arXiv:1711.09020.
 */
@NullMarked
package org.atelier.translation.stargan;

import org.jspecify.annotations.NullMarked;
