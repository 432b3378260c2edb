/**
 * Variational auto-encoders, one package per paper; here is what they share: likelihoods,
 * architectures, and what is done with a trained model.
 */
@NullMarked
package org.atelier.vae;

import org.jspecify.annotations.NullMarked;
