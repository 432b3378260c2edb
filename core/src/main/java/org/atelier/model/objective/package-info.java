/** Objectives of phases: weighted terms, computed in a {@link org.atelier.model.objective.Step}. */
@NullMarked
package org.atelier.model.objective;

import org.jspecify.annotations.NullMarked;
