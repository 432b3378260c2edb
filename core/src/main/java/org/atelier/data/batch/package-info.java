/**
 * Batches as records of arrays: what a model is trained on in one step.
 *
 * <p>Pictures are (N, C, H, W), float32 in [-1, 1]. A loop accepts data of any batch that its
 * model's batch is a supertype of.
 */
@NullMarked
package org.atelier.data.batch;

import org.jspecify.annotations.NullMarked;
