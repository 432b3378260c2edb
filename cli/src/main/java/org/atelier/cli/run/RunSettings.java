package org.atelier.cli.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atelier.cli.command.UsageException;
import org.atelier.data.PrefetchOptions;
import org.atelier.files.NewFile;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run that resuming it needs and a checkpoint does not hold: {@code command.json}
 * in the run's folder.
 *
 * @param command the name of the training command, such as "dcgan"; null for a run that no command
 *     started
 * @param data the value of {@code --data}: an embedded data set, or a folder
 * @param classes class names, indexed by label, by which {@code --class} finds them; empty for data
 *     without classes
 * @param threads CPU threads of the engine; null for the engine's choice
 * @param sampleEvery steps between grids of samples
 * @param health the reaction to training failures
 * @param prefetch how many batches are loaded ahead
 * @param onBadPicture the reaction to pictures that cannot be read
 * @param kept further settings of the model's command, by name
 */
public record RunSettings(
    @Nullable String command,
    String data,
    List<String> classes,
    @Nullable Integer threads,
    int sampleEvery,
    HealthChoice health,
    PrefetchOptions prefetch,
    BadPictureChoice onBadPicture,
    Map<String, String> kept) {
  /** The file's name in the run's folder. */
  public static final String FILE = "command.json";

  /** The name under which a run of sounds keeps its folder of WAV files. */
  public static final String SOUNDS = "sounds";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  /** Checks what every file must hold, and sets defaults for what older files lack. */
  public RunSettings {
    // Gson gives null for what a damaged file lacks.
    if (data == null || sampleEvery < 1) {
      throw new IllegalArgumentException("incomplete");
    }
    // Files of earlier versions may lack these.
    classes = classes == null ? List.of() : List.copyOf(classes);
    health = health == null ? HealthChoice.OFF : health;
    prefetch = prefetch == null ? PrefetchOptions.defaults() : prefetch;
    onBadPicture = onBadPicture == null ? BadPictureChoice.SKIP : onBadPicture;
    // Sorted, so that equal settings are equal files.
    kept = kept == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(Map.copyOf(kept)));
  }

  /** Settings of a run that no command started. */
  public static RunSettings of(String data, int sampleEvery) {
    return new RunSettings(
        null,
        data,
        List.of(),
        null,
        sampleEvery,
        HealthChoice.OFF,
        PrefetchOptions.defaults(),
        BadPictureChoice.SKIP,
        Map.of());
  }

  /** Returns a copy with another reaction to training failures. */
  public RunSettings withHealth(HealthChoice choice) {
    return new RunSettings(
        command, data, classes, threads, sampleEvery, choice, prefetch, onBadPicture, kept);
  }

  /** The settings of a run, or null if no command started it. */
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
    } catch (JsonParseException | IllegalArgumentException | CharacterCodingException e) {
      throw damaged(file);
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws.
      throw damaged(file);
    }
    throw damaged(file);
  }

  /**
   * The class names of the run that a checkpoint belongs to, indexed by label; empty if unknown.
   *
   * @param checkpoint its folder, in the run's folder or in the folder checkpoints there
   */
  public static List<String> classesOf(Path checkpoint) throws IOException {
    RunSettings settings = around(checkpoint);
    return settings == null ? List.of() : settings.classes();
  }

  /**
   * The settings of the run that a checkpoint belongs to, or null if no command started it.
   *
   * @param checkpoint its folder, in the run's folder or in the folder checkpoints there
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
        "%s is damaged; remove it, and give --data and --threads of the run to resume it"
            .formatted(file));
  }

  /** A listener that writes the file when the run starts. */
  public LoopListener writer() {
    return new LoopListener() {
      @Override
      public void onStart(TrainingRun run) throws IOException {
        NewFile.write(run.folder().resolve(FILE), GSON.toJson(RunSettings.this) + "\n");
      }
    };
  }
}
