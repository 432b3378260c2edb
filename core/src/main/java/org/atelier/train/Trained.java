package org.atelier.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.atelier.model.GenerativeModel;
import org.atelier.model.ModelType;

/** Loads trained models from runs; every model's {@code load} calls it. */
public final class Trained {
  private Trained() {}

  /**
   * Loads a model with the options and weights of a run's newest checkpoint, on the engine's
   * default device: a GPU if there is one.
   *
   * @param run the folder of a run, or of a checkpoint
   * @param type the model's class, with one public constructor whose only parameter is the options
   *     record
   * @throws IOException if there is no checkpoint of this model class, or it is damaged
   */
  public static <M extends GenerativeModel<?>> M load(Path run, Class<M> type) throws IOException {
    return load(run, type, Engine.getEngine("PyTorch").defaultDevice());
  }

  /** As {@link #load(Path, Class)}, on the given device. */
  public static <M extends GenerativeModel<?>> M load(Path run, Class<M> type, Device device)
      throws IOException {
    Constructor<M> constructor = constructor(type);
    return load(
        run,
        type,
        constructor.getParameterTypes()[0].asSubclass(Record.class),
        options -> build(constructor, options),
        device);
  }

  /**
   * As {@link #load(Path, Class, Device)}, for a model type of a {@link
   * org.atelier.model.ModelProvider}.
   */
  public static <O extends Record, M extends GenerativeModel<?>> M load(
      Path run, ModelType<O, M> type, Device device) throws IOException {
    return load(run, type.model(), type.options(), type::create, device);
  }

  /**
   * As {@link #load(Path, Class, Device)}, for a model that cannot be constructed from its options
   * alone, such as one with user-defined networks.
   *
   * @param options the class of the model's options
   * @param build creates the untrained model from its options
   */
  public static <R extends Record, M extends GenerativeModel<?>> M load(
      Path run, Class<M> type, Class<R> options, Function<? super R, M> build, Device device)
      throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(run);
    while (true) {
      checkpoint.requireModel(type);
      M model = build.apply(checkpoint.options(options));
      try {
        model.setDevice(device);
        Checkpoints.restoreWeights(model, checkpoint);
        return model;
      } catch (IOException e) {
        model.close();
        // A process that trains may have removed this checkpoint after a newer one.
        Checkpoint newer = Checkpoints.latest(run);
        if (newer.folder().equals(checkpoint.folder())) {
          throw e;
        }
        checkpoint = newer;
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    }
  }

  @SuppressWarnings("unchecked") // A class's constructors are of its type.
  private static <M> Constructor<M> constructor(Class<M> type) {
    List<Constructor<?>> fitting =
        Arrays.stream(type.getConstructors())
            .filter(c -> c.getParameterCount() == 1 && c.getParameterTypes()[0].isRecord())
            .toList();
    if (fitting.size() != 1) {
      throw new IllegalArgumentException(
          "Expected %s to be public and have one public constructor that takes its options, a record, but found %s; add one, or pass a function that creates the model"
              .formatted(type.getName(), fitting.size()));
    }
    return (Constructor<M>) fitting.get(0);
  }

  private static <M> M build(Constructor<M> constructor, Record options) {
    try {
      return constructor.newInstance(options);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s cannot be constructed: %s; make it a public class that is not abstract"
              .formatted(constructor.getDeclaringClass().getName(), e.getMessage()),
          e);
    }
  }
}
