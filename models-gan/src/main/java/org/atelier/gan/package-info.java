/**
 * Generative adversarial networks, one package per paper. This package holds what several papers
 * share: families of networks as records of their sizes (perceptrons, strided, resize and residual
 * convolutions), and regularisation that works with any adversarial loss.
 */
@NullMarked
package org.atelier.gan;

import org.jspecify.annotations.NullMarked;
