package org.atelier.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atelier.model.objective.Objective;
import org.jspecify.annotations.Nullable;

/**
 * The report of a step. Metrics stay on the device until they are read here, or until the loop
 * transfers those of several steps at once ({@link LoopListener#onMetrics}).
 */
public final class StepReport {
  private final TrainingRun run;
  private final long step;
  private final Function<NDArray, float[]> transfer;
  private final Set<String> phases = new LinkedHashSet<>();
  private final Map<String, List<NDArray>> scalars = new LinkedHashMap<>();
  private final Map<String, Supplier<NDArray>> norms = new LinkedHashMap<>();
  private @Nullable NDArray packed;
  private @Nullable StepMetrics metrics;
  private @Nullable String stopReason;

  /**
   * Creates an empty report.
   *
   * @param transfer copies an array from the device to the host
   */
  StepReport(TrainingRun run, long step, Function<NDArray, float[]> transfer) {
    this.run = run;
    this.step = step;
    this.transfer = transfer;
  }

  /** Adds a phase's objective, once for each accumulated batch. */
  void add(String phase, Objective objective) {
    phases.add(phase);
    objective.metrics().forEach((name, value) -> add(phase + "." + name, value));
    add(phase, objective.total());
  }

  private void add(String name, NDArray scalar) {
    scalars.computeIfAbsent(name, key -> new ArrayList<>()).add(scalar);
  }

  /** Adds a function that computes the global norm of a phase's gradients. */
  void addGradients(String phase, Supplier<NDArray> norm) {
    norms.put(phase, norm);
  }

  /**
   * Computes the global norm of a phase's gradients before clipping. Call it only in {@link
   * LoopListener#onStep} of this step; it synchronises with the device.
   *
   * @throws IllegalArgumentException if the phase was not active in the step
   */
  public float gradientNorm(String phase) {
    Supplier<NDArray> norm = norms.get(phase);
    if (norm == null) {
      throw new IllegalArgumentException(
          "The phase \"%s\" was not active in step %s; the active phases are %s"
              .formatted(phase, stepsDone(), norms.keySet()));
    }
    return norm.get().getFloat();
  }

  /** Returns the names of the phases that were active. */
  public Set<String> phases() {
    return Collections.unmodifiableSet(phases);
  }

  /** Returns the run. */
  public TrainingRun run() {
    return run;
  }

  /** Returns the step, counted from 0. */
  public long step() {
    return step;
  }

  /** Returns the number of steps done, including this one. */
  public long stepsDone() {
    return step + 1;
  }

  /**
   * Returns the step's metrics by name, see {@link StepMetrics#values}. The first call synchronises
   * with the device unless the loop has transferred them already. Call it only in {@link
   * LoopListener#onStep} of this step.
   */
  public Map<String, Float> metrics() {
    StepMetrics fetched = metrics;
    if (fetched == null) {
      fetched = unpack(size() > 0 ? transfer.apply(packed()) : new float[0], 0);
    }
    return fetched.values();
  }

  /** Returns the number of scalars on the device, of all phases and accumulated batches. */
  int size() {
    return scalars.values().stream().mapToInt(List::size).sum();
  }

  /** Returns all scalars as one array (n) on the device, attached to the step's manager. */
  private NDArray packed() {
    NDArray all = packed;
    if (all == null) {
      var flat = new NDList();
      for (List<NDArray> parts : scalars.values()) {
        parts.forEach(scalar -> flat.add(scalar.stopGradient().reshape(1)));
      }
      all = flat.size() == 1 ? flat.head() : NDArrays.concat(flat);
      packed = all;
    }
    return all;
  }

  /** Moves the scalars to another manager, so that they can be transferred after the step. */
  NDArray detach(NDManager owner) {
    NDArray all = packed();
    all.attach(owner);
    return all;
  }

  /** Sets the metrics from transferred values, of which the first is {@code numbers[from]}. */
  StepMetrics unpack(float[] numbers, int from) {
    var values = new LinkedHashMap<String, Float>();
    int next = from;
    for (Map.Entry<String, List<NDArray>> scalar : scalars.entrySet()) {
      int parts = scalar.getValue().size();
      double sum = 0;
      for (int i = 0; i < parts; i++) {
        sum += numbers[next++];
      }
      values.put(scalar.getKey(), (float) (sum / parts));
    }
    var unpacked = new StepMetrics(stepsDone(), phases, values);
    metrics = unpacked;
    return unpacked;
  }

  /**
   * Requests that the run ends after this step, with the status {@link RunStatus#STOPPED}.
   *
   * @param reason the outcome's message
   */
  public void requestStop(String reason) {
    stopReason = reason;
  }

  @Nullable String stopReason() {
    return stopReason;
  }
}
