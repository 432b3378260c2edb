package org.atelier.train;

import java.io.IOException;
import java.util.List;

/**
 * A listener of a training run. All methods do nothing by default. The order of calls is
 *
 * <pre>
 * onStart
 *   onMetrics   when the metrics of one or more steps have been transferred to the host
 *   onStep      after every step, while its report can be queried
 *   onEpoch     after the last step of every pass over the data
 *   onCheckpoint after a checkpoint is complete on the disk
 * onEnd         always, also after a failure, unless the listener's onStart failed
 * </pre>
 *
 * <p>An exception thrown by a listener ends the run; {@code onEnd} of all listeners is still
 * called.
 *
 * <p>Listeners run on the training thread, so their time adds to that of training. A listener may
 * read metrics and run the model's networks in evaluation mode; it must not change the networks,
 * and must close arrays that it creates.
 */
public interface LoopListener {
  /** Called when the run starts, or is resumed at {@link TrainingRun#firstStep()}. */
  default void onStart(TrainingRun run) throws IOException {}

  /**
   * Called when the metrics of one or more steps have been transferred to the host: once for each
   * step, in order, and before a checkpoint for all steps before it. On a CPU it is called after
   * every step, before {@link #onStep}; on a GPU every few steps ({@link
   * TrainingLoop#fetchingEvery}), since each transfer synchronises with the device.
   *
   * @param steps metrics of at least one step; the phases' objectives are finite
   */
  default void onMetrics(List<StepMetrics> steps) throws IOException {}

  /** Called after a step. Reading metrics or norms from the report synchronises with the device. */
  default void onStep(StepReport report) throws IOException {}

  /**
   * Called after an epoch, a pass over the data.
   *
   * @param epoch counted from 1
   */
  default void onEpoch(long epoch) throws IOException {}

  /** Called after a checkpoint was written. */
  default void onCheckpoint(Checkpoint checkpoint) throws IOException {}

  /** Called when the run has ended. */
  default void onEnd(Outcome outcome) throws IOException {}

  /**
   * The outcome of a run.
   *
   * @param status the final status, not {@link RunStatus#RUNNING}
   * @param steps number of training steps done, including those before a resume
   * @param message the reason, if the run was stopped or failed; else empty
   */
  record Outcome(RunStatus status, long steps, String message) {
    /** Checks that the status is not {@link RunStatus#RUNNING}. */
    public Outcome {
      if (status == RunStatus.RUNNING) {
        throw new IllegalArgumentException("Expected the final status of a run, but got RUNNING");
      }
    }
  }
}
