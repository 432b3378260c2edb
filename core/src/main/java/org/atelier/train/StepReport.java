package org.atelier.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.atelier.model.Objective;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a step. Metrics are fetched from the device when first asked for, all at once;
 * who never asks costs no synchronisation.
 */
public final class StepReport {
  private final TrainingRun run;
  private final long step;
  private final Set<String> phases = new LinkedHashSet<>();
  private final Map<String, List<NDArray>> scalars = new LinkedHashMap<>();
  private final Map<String, Supplier<NDArray>> norms = new LinkedHashMap<>();
  private @Nullable Map<String, Float> metrics;
  private @Nullable String stopReason;

  StepReport(TrainingRun run, long step) {
    this.run = run;
    this.step = step;
  }

  /** Adds what a phase minimised, once for each accumulated batch. */
  void add(String phase, Objective objective) {
    phases.add(phase);
    objective.metrics().forEach((name, value) -> add(phase + "." + name, value));
    add(phase, objective.total());
  }

  private void add(String name, NDArray scalar) {
    scalars.computeIfAbsent(name, key -> new ArrayList<>()).add(scalar);
  }

  /** Adds how to compute the norm of a phase's gradients. */
  void addGradients(String phase, Supplier<NDArray> norm) {
    norms.put(phase, norm);
  }

  /**
   * The Euclidean norm of all gradients of a phase together, before they were clipped. It is
   * computed when asked for, in this step alone.
   *
   * @throws IllegalArgumentException if the phase took no part in the step
   */
  public float gradientNorm(String phase) {
    Supplier<NDArray> norm = norms.get(phase);
    if (norm == null) {
      throw new IllegalArgumentException(
          "The phase \"%s\" took no part in step %s; those that did are %s"
              .formatted(phase, stepsDone(), norms.keySet()));
    }
    return norm.get().getFloat();
  }

  /** The names of the phases that took part. */
  public Set<String> phases() {
    return Collections.unmodifiableSet(phases);
  }

  /** The run. */
  public TrainingRun run() {
    return run;
  }

  /** The step's number, counted from 0. */
  public long step() {
    return step;
  }

  /** Steps done so far. */
  public long stepsDone() {
    return step + 1;
  }

  /**
   * The step's numbers by name: a phase's own name for what it minimised, {@code phase.term} for
   * the terms, averaged over accumulated batches. Phases that took no part are absent.
   */
  public Map<String, Float> metrics() {
    Map<String, Float> values = metrics;
    if (values == null) {
      values = Collections.unmodifiableMap(fetch());
      metrics = values;
    }
    return values;
  }

  private Map<String, Float> fetch() {
    var values = new LinkedHashMap<String, Float>();
    if (scalars.isEmpty()) {
      return values;
    }
    var flat = new NDList();
    for (List<NDArray> parts : scalars.values()) {
      parts.forEach(scalar -> flat.add(scalar.stopGradient().reshape(1)));
    }
    float[] numbers =
        flat.size() == 1 ? flat.head().toFloatArray() : NDArrays.concat(flat).toFloatArray();
    int next = 0;
    for (Map.Entry<String, List<NDArray>> scalar : scalars.entrySet()) {
      int parts = scalar.getValue().size();
      double sum = 0;
      for (int i = 0; i < parts; i++) {
        sum += numbers[next++];
      }
      values.put(scalar.getKey(), (float) (sum / parts));
    }
    return values;
  }

  /** Asks the loop to end after this step, as a success; the reason is for people. */
  public void requestStop(String reason) {
    stopReason = reason;
  }

  @Nullable String stopReason() {
    return stopReason;
  }
}
