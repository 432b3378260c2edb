package org.atelier.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.RunSettings;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.atelier.train.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of models that the commands can use: those of every {@link ModelProvider} on the class
 * path, this library's and the user's alike. A checkpoint names the class of its model; it is
 * looked up here, and never loaded by that name.
 */
public final class ModelCatalog {
  private static final List<ModelType<?, ?>> FOUND = new ArrayList<>();

  private ModelCatalog() {}

  /**
   * All kinds, in the order of the class path.
   *
   * @throws UsageException if a provider cannot be read, or two kinds have one name or class
   */
  public static synchronized List<ModelType<?, ?>> all() {
    if (FOUND.isEmpty()) {
      FOUND.addAll(find(ServiceLoader.load(ModelProvider.class)));
    }
    return List.copyOf(FOUND);
  }

  static List<ModelType<?, ?>> find(Iterable<ModelProvider> providers) {
    var all = new ArrayList<ModelType<?, ?>>();
    try {
      providers.forEach(provider -> all.addAll(provider.models()));
    } catch (ServiceConfigurationError | RuntimeException e) {
      // Code of the user's jar: whatever it throws.
      throw new UsageException(
          "A provider of models on the class path cannot be used: %s; check the jars of ATELIER_CLASSPATH"
              .formatted(e.getMessage() == null ? e : e.getMessage()));
    }
    Map<String, ModelType<?, ?>> seen = new HashMap<>();
    for (ModelType<?, ?> type : all) {
      for (String key : List.of(type.name(), type.model().getName())) {
        ModelType<?, ?> other = seen.put(key, type);
        if (other != null) {
          throw new UsageException(
              "Two kinds of models on the class path are called %s: %s and %s; rename one, or leave it out of ATELIER_CLASSPATH"
                  .formatted(key, other.model().getName(), type.model().getName()));
        }
      }
    }
    return all;
  }

  /** The kind of model with this name on the command line. */
  public static Optional<ModelType<?, ?>> named(String name) {
    return all().stream()
        .filter(type -> type.name().equals(name))
        .<ModelType<?, ?>>map(type -> type)
        .findFirst();
  }

  /**
   * The kind of model that a checkpoint holds.
   *
   * @throws UsageException if no provider on the class path offers it
   */
  public static ModelType<?, ?> of(Checkpoint checkpoint) {
    String model = checkpoint.description().model();
    return ofClass(model)
        .orElseThrow(
            () ->
                new UsageException(
                    "Expected a checkpoint of one of %s, but %s is one of %s; put the jar that provides it on ATELIER_CLASSPATH, or load it with that class from Java"
                        .formatted(
                            all().stream().map(ModelType::name).collect(Collectors.joining(", ")),
                            checkpoint.folder(),
                            model)));
  }

  /**
   * The name of a run's model on the command line: that of the command that started the run, else
   * of its kind of model, or else the simple name of the model's class.
   *
   * @param run the folder of the run, or of one of its checkpoints
   * @param model the name of the model's class
   * @throws IOException if the run's settings cannot be read
   */
  public static String nameOf(Path run, String model) throws IOException {
    @Nullable RunSettings own = RunSettings.read(run);
    @Nullable RunSettings settings = own == null ? RunSettings.around(run) : own;
    if (settings != null && settings.command() != null) {
      return settings.command();
    }
    return ofClass(model)
        .map(ModelType::name)
        .orElseGet(() -> model.substring(model.lastIndexOf('.') + 1));
  }

  private static Optional<ModelType<?, ?>> ofClass(String model) {
    return all().stream()
        .filter(type -> type.model().getName().equals(model))
        .<ModelType<?, ?>>map(type -> type)
        .findFirst();
  }
}
