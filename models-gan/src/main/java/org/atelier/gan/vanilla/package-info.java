/**
 * Goodfellow et al., "Generative adversarial nets", arXiv:1406.2661, with the multilayer
 * perceptrons of PyTorch-GAN.
 */
@NullMarked
package org.atelier.gan.vanilla;

import org.jspecify.annotations.NullMarked;
