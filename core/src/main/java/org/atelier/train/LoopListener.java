package org.atelier.train;

import java.io.IOException;
import java.util.List;

/**
 * Watches a run. All methods do nothing unless overridden; the order of the calls is
 *
 * <pre>
 * onStart
 *   onMetrics   when the numbers of one or more steps have come to the host
 *   onStep      after every step, while its metrics can still be asked for
 *   onEpoch     after the last step of every pass over the data
 *   onCheckpoint after one is safely on the disk
 * onEnd         always, also after a failure, unless the listener's own onStart failed
 * </pre>
 *
 * <p>An exception ends the run; all listeners are still notified of the end.
 *
 * <p>A listener runs on the training thread. It may read metrics and use the model's networks for
 * predictions; it must not change the networks, and arrays it makes must be closed by it. Time
 * spent here is training's time.
 */
public interface LoopListener {
  /** The run begins, or goes on at {@link TrainingRun#firstStep()}. */
  default void onStart(TrainingRun run) throws IOException {}

  /**
   * The metrics of some steps are on the host: each step's once, in order, and all those of before
   * a checkpoint before it is written. On a processor they come after every step, before its {@link
   * #onStep}; on a GPU every few steps ({@link TrainingLoop#fetchingEvery}), since each transfer
   * makes the training thread wait for the device.
   *
   * @param steps at least one; what their phases minimised is finite
   */
  default void onMetrics(List<StepMetrics> steps) throws IOException {}

  /**
   * A step is done. Asking its report for metrics or norms makes the training thread wait for the
   * device.
   */
  default void onStep(StepReport report) throws IOException {}

  /** A pass over the data is done; {@code epoch} counts from 1. */
  default void onEpoch(long epoch) throws IOException {}

  /** A checkpoint is on the disk. */
  default void onCheckpoint(Checkpoint checkpoint) throws IOException {}

  /** The run is over. */
  default void onEnd(Outcome outcome) throws IOException {}

  /**
   * How a run ended.
   *
   * @param status not {@link RunStatus#RUNNING}
   * @param steps training steps done, those before a resume included
   * @param message for people
   */
  record Outcome(RunStatus status, long steps, String message) {
    /** Checks that the run is over. */
    public Outcome {
      if (status == RunStatus.RUNNING) {
        throw new IllegalArgumentException("A run that is over cannot be running");
      }
    }
  }
}
