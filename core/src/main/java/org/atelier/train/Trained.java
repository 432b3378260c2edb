package org.atelier.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.atelier.model.GenerativeModel;

/** How every model's {@code load} builds it from a run. */
public final class Trained {
  private Trained() {}

  /** As the other, on the engine's device: a GPU if there is one. */
  public static <R extends Record, M extends GenerativeModel<?>> M load(
      Path run, Class<M> type, Class<R> options, Function<R, M> build) throws IOException {
    return load(run, Engine.getEngine("PyTorch").defaultDevice(), type, options, build);
  }

  /**
   * A model with the options and the weights of the newest checkpoint.
   *
   * @param run the folder of a run, or of one checkpoint
   * @param device where its parameters shall be
   * @param type of the model
   * @param options what the model is built with
   * @param build makes the untrained model
   * @throws IOException if there is no checkpoint of such a model, or it is damaged
   */
  public static <R extends Record, M extends GenerativeModel<?>> M load(
      Path run, Device device, Class<M> type, Class<R> options, Function<R, M> build)
      throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(run);
    checkpoint.requireModel(type);
    M model = build.apply(checkpoint.options(options));
    try {
      model.setDevice(device);
      Checkpoints.restoreWeights(model, checkpoint);
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
