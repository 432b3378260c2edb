package org.atelier.model.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.atelier.engine.Scale;

/**
 * The objective that a phase minimises: a sum of named, weighted, scalar terms. Each term is also a
 * metric of its name; {@link #observing} adds metrics that are not minimised. Immutable.
 */
public final class Objective {
  private final Map<String, NDArray> metrics;
  private final NDArray total;

  private Objective(Map<String, NDArray> metrics, NDArray total) {
    this.metrics = metrics;
    this.total = total;
  }

  /** Creates an objective of one term with weight 1. */
  public static Objective of(String name, NDArray term) {
    return of(name, 1, term);
  }

  /** Creates an objective of one weighted term. */
  public static Objective of(String name, double weight, NDArray term) {
    var metrics = new LinkedHashMap<String, NDArray>();
    metrics.put(name, scalar(name, term));
    return new Objective(metrics, weighted(weight, term));
  }

  /** Returns this objective plus a term with weight 1. */
  public Objective plus(String name, NDArray term) {
    return plus(name, 1, term);
  }

  /** Returns this objective plus a weighted term; the metric is the term without its weight. */
  public Objective plus(String name, double weight, NDArray term) {
    return new Objective(with(name, term), total.add(weighted(weight, term)));
  }

  /**
   * Returns this objective plus a weighted term that is computed only if its weight is not 0: with
   * lazy regularisation ({@link Penalty#weightAt}), the penalty is neither computed nor a metric in
   * the steps between.
   */
  public Objective plus(String name, double weight, Supplier<NDArray> term) {
    return weight == 0 ? this : plus(name, weight, term.get());
  }

  /** Returns a copy with a metric that is not minimised. */
  public Objective observing(String name, NDArray value) {
    return new Objective(with(name, value), total);
  }

  /** Returns the sum of this and another objective, with the metrics of both. */
  public Objective and(Objective other) {
    var both = new Objective(metrics, total.add(other.total));
    for (var metric : other.metrics.entrySet()) {
      both = both.observing(metric.getKey(), metric.getValue());
    }
    return both;
  }

  /** Returns a copy with the same metrics, whose total is another array of the same value. */
  Objective withTotal(NDArray other) {
    return new Objective(metrics, other);
  }

  /** Returns a copy without the record of how it was computed, attached to {@code owner}. */
  Objective detached(NDManager owner) {
    var kept = new LinkedHashMap<String, NDArray>();
    metrics.forEach((name, value) -> kept.put(name, detached(value, owner)));
    return new Objective(kept, detached(total, owner));
  }

  private static NDArray detached(NDArray value, NDManager owner) {
    NDArray alias = value.stopGradient();
    alias.attach(owner);
    return alias;
  }

  private Map<String, NDArray> with(String name, NDArray value) {
    var more = new LinkedHashMap<>(metrics);
    if (more.put(name, scalar(name, value)) != null) {
      throw new IllegalArgumentException("The objective has two terms named \"" + name + "\"");
    }
    return more;
  }

  private static NDArray scalar(String name, NDArray value) {
    if (!name.matches("[^\\p{Cntrl},\"]+")) {
      throw new IllegalArgumentException(
          "A term's name must not be empty and have no comma or quotation mark, but was \""
              + name
              + "\"");
    }
    if (value.size() != 1) {
      throw new IllegalArgumentException(
          "The term \"%s\" must be a scalar, but its shape was %s; take its mean or sum"
              .formatted(name, value.getShape()));
    }
    return value;
  }

  private static NDArray weighted(double weight, NDArray term) {
    return weight == 1 ? term : Scale.by(term, weight);
  }

  /** Returns the weighted sum of the terms, a scalar. */
  public NDArray total() {
    return total;
  }

  /**
   * Returns the metrics by name: the terms without their weights, and the observed values; scalars.
   */
  public Map<String, NDArray> metrics() {
    return Collections.unmodifiableMap(metrics);
  }
}
