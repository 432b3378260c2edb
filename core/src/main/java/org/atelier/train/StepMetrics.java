package org.atelier.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The numbers of one training step, on the host.
 *
 * @param stepsDone steps done so far, this one included
 * @param phases the names of the phases that took part
 * @param values by name: a phase's own name for the total that it minimised, {@code phase.term} for
 *     the terms, averaged over accumulated batches; of phases that took no part there are none
 */
public record StepMetrics(long stepsDone, Set<String> phases, Map<String, Float> values) {
  /** Copies both, in their order. */
  public StepMetrics {
    phases = Collections.unmodifiableSet(new LinkedHashSet<>(phases));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
