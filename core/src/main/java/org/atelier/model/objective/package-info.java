/**
 * What a phase minimises: the terms of an objective, computed in a {@link
 * org.atelier.model.objective.Step}.
 */
@NullMarked
package org.atelier.model.objective;

import org.jspecify.annotations.NullMarked;
