package org.atelier.cli.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atelier.cli.command.UsageException;
import org.atelier.data.PrefetchOptions;
import org.atelier.files.NewFile;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * What a command must know to go on with a run, and no checkpoint tells: {@code command.json} in
 * the run's folder.
 *
 * @param command the name of the training command, such as "dcgan"; null of a run that was not
 *     begun by one
 * @param data what {@code --data} named: an embedded set, or a folder
 * @param classes their names by their numbers, so that samples can be asked for by name; empty
 *     where there are none
 * @param threads of the engine, or null for its own choice
 * @param sampleEvery steps between grids of samples
 * @param health what happens when the run falls ill
 * @param prefetch how much is loaded ahead
 * @param kept more that the model's command must know, by names of its own
 */
public record RunSettings(
    @Nullable String command,
    String data,
    List<String> classes,
    @Nullable Integer threads,
    int sampleEvery,
    HealthChoice health,
    PrefetchOptions prefetch,
    Map<String, String> kept) {
  /** The file's name in the run's folder. */
  public static final String FILE = "command.json";

  /** The name under which a run of sounds keeps its folder of WAV files. */
  public static final String SOUNDS = "sounds";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  public RunSettings {
    // Gson gives null for what a damaged file lacks.
    if (data == null || sampleEvery < 1) {
      throw new IllegalArgumentException("incomplete");
    }
    // Runs of before may lack these.
    classes = classes == null ? List.of() : List.copyOf(classes);
    health = health == null ? HealthChoice.OFF : health;
    prefetch = prefetch == null ? PrefetchOptions.defaults() : prefetch;
    kept = kept == null ? Map.of() : Map.copyOf(kept);
  }

  /** Of a run that was not begun by a command. */
  public static RunSettings of(String data, int sampleEvery) {
    return new RunSettings(
        null,
        data,
        List.of(),
        null,
        sampleEvery,
        HealthChoice.OFF,
        PrefetchOptions.defaults(),
        Map.of());
  }

  /** The same with another choice of what happens when the run falls ill. */
  public RunSettings withHealth(HealthChoice choice) {
    return new RunSettings(command, data, classes, threads, sampleEvery, choice, prefetch, kept);
  }

  /** The settings of a run, or null if the run was not begun by a command. */
  public static @Nullable RunSettings read(Path run) throws IOException {
    Path file = run.resolve(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      RunSettings settings = GSON.fromJson(Files.readString(file), RunSettings.class);
      if (settings != null) {
        return settings;
      }
    } catch (JsonParseException | IllegalArgumentException e) {
      throw damaged(file);
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws.
      throw damaged(file);
    }
    throw damaged(file);
  }

  /**
   * The names of the classes of the run that a checkpoint belongs to; empty where they are unknown.
   *
   * @param checkpoint its folder, in the run's or in the run's folder of checkpoints
   */
  public static List<String> classesOf(Path checkpoint) throws IOException {
    RunSettings settings = around(checkpoint);
    return settings == null ? List.of() : settings.classes();
  }

  /**
   * The settings of the run that a checkpoint belongs to, or null if the run was not begun by a
   * command.
   *
   * @param checkpoint its folder, in the run's or in the run's folder of checkpoints
   */
  public static @Nullable RunSettings around(Path checkpoint) throws IOException {
    Path folder = checkpoint.toAbsolutePath().getParent();
    for (int up = 0; up < 2 && folder != null; up++) {
      RunSettings settings = read(folder);
      if (settings != null) {
        return settings;
      }
      folder = folder.getParent();
    }
    return null;
  }

  private static UsageException damaged(Path file) {
    return new UsageException(
        "%s is damaged; remove it, and name --data and --threads of the run when resuming it"
            .formatted(file));
  }

  /** Writes the file when the run begins. */
  public LoopListener writer() {
    return new LoopListener() {
      @Override
      public void onStart(TrainingRun run) throws IOException {
        NewFile.write(run.folder().resolve(FILE), GSON.toJson(RunSettings.this) + "\n");
      }
    };
  }
}
