/**
 * Listeners of the training loop that own the screen or draw: a progress bar, grids of samples with
 * their animation, and the plot of the losses.
 */
@NullMarked
package org.atelier.monitoring;

import org.jspecify.annotations.NullMarked;
