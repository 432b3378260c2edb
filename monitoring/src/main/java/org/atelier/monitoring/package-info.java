/**
 * Listeners of the training loop that show its progress: a progress bar, grids of samples with
 * their animation, and a plot of the losses.
 */
@NullMarked
package org.atelier.monitoring;

import org.jspecify.annotations.NullMarked;
