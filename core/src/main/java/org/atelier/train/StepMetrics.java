package org.atelier.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The metrics of one training step, on the host.
 *
 * @param stepsDone number of steps done, including this one
 * @param phases the names of the phases that were active
 * @param values the values by name: the phase's name for its objective, {@code phase.term} for the
 *     terms; averaged over accumulated batches. Inactive phases have none
 */
public record StepMetrics(long stepsDone, Set<String> phases, Map<String, Float> values) {
  /** Copies both collections in order. */
  public StepMetrics {
    phases = Collections.unmodifiableSet(new LinkedHashSet<>(phases));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
