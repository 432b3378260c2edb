/**
 * Odena, Olah and Shlens, "Conditional image synthesis with auxiliary classifier GANs",
 * arXiv:1610.09585, as PyTorch-GAN builds it.
 */
@NullMarked
package org.atelier.gan.acgan;

import org.jspecify.annotations.NullMarked;
