/**
 * Mirza and Osindero, "Conditional generative adversarial nets", arXiv:1411.1784, as PyTorch-GAN
 * builds it.
 */
@NullMarked
package org.atelier.gan.cgan;

import org.jspecify.annotations.NullMarked;
