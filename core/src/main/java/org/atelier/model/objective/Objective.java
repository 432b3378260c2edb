package org.atelier.model.objective;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.atelier.engine.Scale;

/**
 * What a phase minimises: a sum of named, weighted terms, each a scalar. The names are the metrics
 * that listeners see; {@link #observing} adds metrics that are not minimised.
 */
public final class Objective {
  private final Map<String, NDArray> metrics;
  private final NDArray total;

  private Objective(Map<String, NDArray> metrics, NDArray total) {
    this.metrics = metrics;
    this.total = total;
  }

  /** An objective of one term of weight 1. */
  public static Objective of(String name, NDArray term) {
    return of(name, 1, term);
  }

  /** An objective of one weighted term. */
  public static Objective of(String name, double weight, NDArray term) {
    var metrics = new LinkedHashMap<String, NDArray>();
    metrics.put(name, scalar(name, term));
    return new Objective(metrics, weighted(weight, term));
  }

  /** This and another term of weight 1. */
  public Objective plus(String name, NDArray term) {
    return plus(name, 1, term);
  }

  /** This and another weighted term; the metric is the term without its weight. */
  public Objective plus(String name, double weight, NDArray term) {
    return new Objective(with(name, term), total.add(weighted(weight, term)));
  }

  /**
   * This and another weighted term that is computed only where its weight is not 0: a penalty that
   * is not due in a step ({@link Penalty#weightAt}) costs nothing and leaves no metric.
   */
  public Objective plus(String name, double weight, Supplier<NDArray> term) {
    return weight == 0 ? this : plus(name, weight, term.get());
  }

  /** This with a metric that is not minimised. */
  public Objective observing(String name, NDArray value) {
    return new Objective(with(name, value), total);
  }

  /** The sum of this and another, with the metrics of both. */
  public Objective and(Objective other) {
    var both = new Objective(metrics, total.add(other.total));
    for (var metric : other.metrics.entrySet()) {
      both = both.observing(metric.getKey(), metric.getValue());
    }
    return both;
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

  /** The sum that is minimised, a scalar. */
  public NDArray total() {
    return total;
  }

  /** The terms without their weights, and the observed values, by name; scalars. */
  public Map<String, NDArray> metrics() {
    return Collections.unmodifiableMap(metrics);
  }
}
