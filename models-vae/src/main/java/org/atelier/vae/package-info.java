/**
 * Variational auto-encoders, one package per paper. This package has what they share: likelihoods,
 * architectures, the KL term, and inference with a trained model.
 */
@NullMarked
package org.atelier.vae;

import org.jspecify.annotations.NullMarked;
