/**
 * Generative adversarial networks, one package per paper. Here are the pieces that several papers
 * share: the shape of pictures, and the networks of eriklindernoren/PyTorch-GAN.
 */
@NullMarked
package org.atelier.gan;

import org.jspecify.annotations.NullMarked;
