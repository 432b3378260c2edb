/**
 * Pictures and latents that are themselves what is optimised, while every network is frozen: the
 * canvas, its parametrisations, and the loop that minimises an objective of it.
 */
@NullMarked
package org.atelier.model.canvas;

import org.jspecify.annotations.NullMarked;
