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
 * What happened in a step. Its metrics stay on the device until they are asked for here, or until
 * the loop fetches those of several steps at once ({@link LoopListener#onMetrics}).
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
   * A report of a step that begins.
   *
   * @param transfer copies an array from the device to the host
   */
  StepReport(TrainingRun run, long step, Function<NDArray, float[]> transfer) {
    this.run = run;
    this.step = step;
    this.transfer = transfer;
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
   * The step's numbers by name, see {@link StepMetrics#values}. The first call waits for the device
   * unless the loop has fetched them; call it in {@link LoopListener#onStep} alone.
   */
  public Map<String, Float> metrics() {
    StepMetrics fetched = metrics;
    if (fetched == null) {
      fetched = unpack(size() > 0 ? transfer.apply(packed()) : new float[0], 0);
    }
    return fetched.values();
  }

  /** How many scalars are on the device, of all phases and accumulated batches. */
  int size() {
    return scalars.values().stream().mapToInt(List::size).sum();
  }

  /** All scalars as one array (n), in the step's manager; no number leaves the device. */
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

  /** Moves the scalars out of the step's manager, to be fetched when the step is over. */
  NDArray detach(NDManager owner) {
    NDArray all = packed();
    all.attach(owner);
    return all;
  }

  /** Takes the step's numbers, of which the first is {@code numbers[from]}. */
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

  /** Asks the loop to end after this step, as a success; the reason is for people. */
  public void requestStop(String reason) {
    stopReason = reason;
  }

  @Nullable String stopReason() {
    return stopReason;
  }
}
