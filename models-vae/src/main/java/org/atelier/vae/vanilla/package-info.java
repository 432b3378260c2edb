/**
 * Kingma and Welling, "Auto-encoding variational Bayes", arXiv:1312.6114, with the multilayer
 * perceptrons of pytorch/examples.
 */
@NullMarked
package org.atelier.vae.vanilla;

import org.jspecify.annotations.NullMarked;
