package org.atelier.cli.train;

import org.atelier.train.Checkpoint;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingRun;

/** Notes the step from which a run can be resumed. */
final class LastCheckpoint implements LoopListener {
  private long step;

  @Override
  public void onStart(TrainingRun run) {
    step = run.firstStep();
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) {
    step = checkpoint.description().step();
  }

  long step() {
    return step;
  }
}
