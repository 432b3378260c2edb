package org.atelier.nn.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statistics of the instance norms below a layer while its script is written: either given, in
 * the order in which the norms are written, or collected.
 */
final class NormStatistics {
  private final boolean given;
  private final List<Value> values;
  private int next;

  private NormStatistics(boolean given, List<Value> values) {
    this.given = given;
    this.values = values;
  }

  static NormStatistics collected() {
    return new NormStatistics(false, new ArrayList<>());
  }

  static NormStatistics given(List<Value> values) {
    return new NormStatistics(true, List.copyOf(values));
  }

  List<Value> values() {
    return values;
  }

  boolean isCollecting() {
    return !given;
  }

  void add(Value statistics) {
    values.add(statistics);
  }

  /** The statistics of the next norm, if they are given. */
  Optional<Value> next() {
    if (!given) {
      return Optional.empty();
    }
    if (next == values.size()) {
      throw new IllegalArgumentException(
          "expected the statistics of each instance norm, but got those of %s alone"
              .formatted(values.size()));
    }
    return Optional.of(values.get(next++));
  }

  /** Refuses statistics that no norm took. */
  void requireAllTaken() {
    if (given && next < values.size()) {
      throw new IllegalArgumentException(
          "expected the statistics of %s instance norms, but got those of %s"
              .formatted(next, values.size()));
    }
  }
}
