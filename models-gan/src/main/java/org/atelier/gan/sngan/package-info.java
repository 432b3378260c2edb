/**
 * Miyato et al., "Spectral normalization for generative adversarial networks", arXiv:1802.05957.
 */
@NullMarked
package org.atelier.gan.sngan;

import org.jspecify.annotations.NullMarked;
