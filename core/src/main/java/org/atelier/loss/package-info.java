/** Losses, one class each, with the formula and the paper. */
@NullMarked
package org.atelier.loss;

import org.jspecify.annotations.NullMarked;
