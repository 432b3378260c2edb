package org.atelier.train;

import java.io.IOException;

/**
 * Watches a run. All methods do nothing unless overridden; the order of the calls is
 *
 * <pre>
 * onStart
 *   onStep      after every step, while its metrics can still be read
 *   onEpoch     after the last step of every pass over the data
 *   onCheckpoint after one is safely on the disk
 * onEnd         always, also after a failure, unless the listener's own onStart failed
 * </pre>
 *
 * <p>An exception ends the run; all listeners still hear of the end.
 *
 * <p>A listener runs on the training thread. It may read metrics and use the model's networks for
 * predictions; it must not change the networks, and arrays it makes must be closed by it. Time
 * spent here is training's time.
 */
public interface LoopListener {
  /** The run begins, or goes on at {@link TrainingRun#firstStep()}. */
  default void onStart(TrainingRun run) throws IOException {}

  /** A step is done. */
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
