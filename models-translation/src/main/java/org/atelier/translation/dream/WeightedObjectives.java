package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.Scale;

/**
 * A weighted sum of objectives, Σ wᵢ · oᵢ.
 *
 * @param terms at least one
 */
public record WeightedObjectives(List<Term> terms) implements DreamObjective {
  /**
   * A summand.
   *
   * @param weight its factor, finite and not 0; if negative, the objective is minimised
   */
  public record Term(double weight, DreamObjective objective) {
    /** Checks the weight. */
    public Term {
      if (!Double.isFinite(weight) || weight == 0) {
        throw new IllegalArgumentException("weight must be finite and not 0, but was " + weight);
      }
    }
  }

  /** Checks that there is a term. */
  public WeightedObjectives {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one objective, but got none");
    }
  }

  @Override
  public Set<String> taps() {
    var taps = new LinkedHashSet<String>();
    terms.forEach(term -> taps.addAll(term.objective.taps()));
    return taps;
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    return terms.stream()
        .map(term -> weighted(term.weight, term.objective.of(features)))
        .reduce(NDArray::add)
        .orElseThrow();
  }

  private static NDArray weighted(double weight, NDArray value) {
    return weight == 1 ? value : Scale.by(value, weight);
  }

  @Override
  public DreamObjective prepared(DreamFeatures features, NDArray picture) {
    return new WeightedObjectives(
        terms.stream()
            .map(term -> new Term(term.weight, term.objective.prepared(features, picture)))
            .toList());
  }

  @Override
  public boolean isMeanOverPositions() {
    return terms.stream().allMatch(term -> term.objective.isMeanOverPositions());
  }
}
