/**
 * Optimizers and learning-rate schedules with PyTorch's semantics: one native call updates all
 * parameters of a network, and the optimizer's state is saved in checkpoints.
 */
@NullMarked
package org.atelier.optim;

import org.jspecify.annotations.NullMarked;
