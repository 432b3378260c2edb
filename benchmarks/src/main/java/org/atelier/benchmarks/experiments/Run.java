package org.atelier.benchmarks.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.data.TrainingData;
import org.atelier.model.GenerativeModel;
import org.atelier.train.CheckpointOptions;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/** One training of an experiment, which goes on where it was interrupted. */
final class Run {
  private static final long CHECKPOINT_EVERY = 1000;

  private Run() {}

  /**
   * Trains a model, or goes on with it; a run that has ended is only loaded.
   *
   * @param folder of the run
   */
  static <B> void finish(
      GenerativeModel<B> model,
      TrainingData<? extends B> data,
      int batch,
      long steps,
      long seed,
      Path folder)
      throws IOException {
    var options =
        TrainingOptions.defaults()
            .withBatchSize(batch)
            .withSteps(steps)
            .withSeed(seed)
            .withCheckpoints(new CheckpointOptions(CHECKPOINT_EVERY, 1));
    var loop = new TrainingLoop<>(model, data, options);
    if (Files.isDirectory(folder.resolve("checkpoints"))) {
      loop.resume(folder);
    } else {
      loop.run(folder);
    }
  }
}
