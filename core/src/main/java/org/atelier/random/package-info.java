/**
 * Random numbers as functions of (seed, purpose, step), so that a resumed run needs no generator
 * state.
 */
@NullMarked
package org.atelier.random;

import org.jspecify.annotations.NullMarked;
