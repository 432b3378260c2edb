/**
 * The training loop, which is independent of the model, with listeners, checkpoints and the record
 * of a run.
 */
@NullMarked
package org.atelier.train;

import org.jspecify.annotations.NullMarked;
