/**
 * Mao et al., "Least squares generative adversarial networks", arXiv:1611.04076, as PyTorch-GAN
 * builds it.
 */
@NullMarked
package org.atelier.gan.lsgan;

import org.jspecify.annotations.NullMarked;
