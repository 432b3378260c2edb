package org.atelier.gan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.atelier.model.GenerativeModel;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;

/** How every model's {@code load} builds it from a run. */
public final class Trained {
  private Trained() {}

  /**
   * A model with the options and the weights of the newest checkpoint.
   *
   * @param run the folder of a run, or of one checkpoint
   * @param options what the model is built with
   * @param build makes the untrained model
   * @throws IOException if there is no checkpoint of such a model, or it is damaged
   */
  public static <R extends Record, M extends GenerativeModel<?>> M load(
      Path run, Class<R> options, Function<R, M> build) throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(run);
    M model = build.apply(checkpoint.options(options));
    try {
      Checkpoints.restoreWeights(model, checkpoint);
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
