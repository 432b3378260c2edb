/**
 * Optimizers with PyTorch's semantics and state of our own: one native call updates all parameters,
 * and their state is saved with the checkpoint.
 */
@NullMarked
package org.atelier.optim;

import org.jspecify.annotations.NullMarked;
