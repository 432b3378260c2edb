/**
 * The training loop, which knows no model by name, and what watches it: listeners, checkpoints, the
 * record of a run.
 */
@NullMarked
package org.atelier.train;

import org.jspecify.annotations.NullMarked;
