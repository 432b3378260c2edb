/**
 * Batches as records of arrays: the input of one training step.
 *
 * <p>Pictures are (N, C, H, W), float32 in [-1, 1]. A training loop accepts data whose batch is of
 * the model's batch type or a subtype.
 */
@NullMarked
package org.atelier.data.batch;

import org.jspecify.annotations.NullMarked;
