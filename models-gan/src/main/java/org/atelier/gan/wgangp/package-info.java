/**
 * Gulrajani et al., "Improved training of Wasserstein GANs", arXiv:1704.00028, with the multilayer
 * perceptrons of PyTorch-GAN.
 */
@NullMarked
package org.atelier.gan.wgangp;

import org.jspecify.annotations.NullMarked;
