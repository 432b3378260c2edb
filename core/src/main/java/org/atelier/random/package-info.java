/**
 * Randomness that is a function of (seed, step), so that a resumed run needs no hidden generator
 * state.
 */
@NullMarked
package org.atelier.random;

import org.jspecify.annotations.NullMarked;
