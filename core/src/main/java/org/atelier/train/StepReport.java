package org.atelier.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.model.Objective;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a step. Metrics are fetched from the device when first asked for, all at once;
 * who never asks costs no synchronisation.
 */
public final class StepReport {
  private final TrainingRun run;
  private final long step;
  private final Map<String, NDArray> scalars = new LinkedHashMap<>();
  private @Nullable Map<String, Float> metrics;
  private @Nullable String stopReason;

  StepReport(TrainingRun run, long step) {
    this.run = run;
    this.step = step;
  }

  void add(String phase, Objective objective) {
    objective.metrics().forEach((name, value) -> scalars.put(phase + "." + name, value));
    scalars.put(phase, objective.total());
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
   * the terms. Phases that took no part are absent.
   */
  public Map<String, Float> metrics() {
    Map<String, Float> values = metrics;
    if (values == null) {
      values = fetch();
      metrics = values;
    }
    return values;
  }

  private Map<String, Float> fetch() {
    var values = new LinkedHashMap<String, Float>();
    if (scalars.isEmpty()) {
      return values;
    }
    List<String> names = new ArrayList<>(scalars.keySet());
    var flat = new NDList(names.size());
    for (NDArray scalar : scalars.values()) {
      flat.add(scalar.stopGradient().reshape(1));
    }
    float[] numbers =
        flat.size() == 1 ? flat.head().toFloatArray() : NDArrays.concat(flat).toFloatArray();
    for (int i = 0; i < numbers.length; i++) {
      values.put(names.get(i), numbers[i]);
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
