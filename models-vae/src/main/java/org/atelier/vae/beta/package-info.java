/**
 * Higgins et al., "beta-VAE: learning basic visual concepts with a constrained variational
 * framework", ICLR 2017; Burgess et al., "Understanding disentangling in beta-VAE",
 * arXiv:1804.03599.
 */
@NullMarked
package org.atelier.vae.beta;

import org.jspecify.annotations.NullMarked;
