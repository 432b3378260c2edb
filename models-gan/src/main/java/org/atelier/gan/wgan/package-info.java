/**
 * Arjovsky, Chintala and Bottou, "Wasserstein GAN", arXiv:1701.07875, with the multilayer
 * perceptrons of PyTorch-GAN.
 */
@NullMarked
package org.atelier.gan.wgan;

import org.jspecify.annotations.NullMarked;
