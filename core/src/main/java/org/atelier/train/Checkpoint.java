package org.atelier.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A saved state: a folder of safetensors and this description, {@code checkpoint.json}.
 *
 * @param folder where it is
 * @param description what it holds
 */
public record Checkpoint(Path folder, Description description) {
  static final String DESCRIPTION = "checkpoint.json";
  static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private static final long MAX_DESCRIPTION_BYTES = 16L << 20;

  /**
   * What a checkpoint holds.
   *
   * @param format of the folder, {@value Checkpoints#FORMAT}
   * @param model the class of the model
   * @param options what the model was built with
   * @param step training steps done
   * @param training the run's {@link TrainingOptions}
   * @param data the fingerprint of the training data
   * @param files every file with its length and checksum
   */
  public record Description(
      int format,
      String model,
      JsonObject options,
      long step,
      JsonObject training,
      String data,
      List<FileEntry> files) {}

  /**
   * A file of the folder.
   *
   * @param name without a path
   * @param bytes its length
   * @param sha256 of its content, hexadecimal
   */
  public record FileEntry(String name, long bytes, String sha256) {}

  /**
   * The options that the model was built with.
   *
   * @param type the model's options record
   * @throws IOException if they do not fit the type, or are out of range
   */
  public <R extends Record> R options(Class<R> type) throws IOException {
    return parse(description.options(), type);
  }

  /**
   * How the run was trained, to go on in the same way.
   *
   * @throws IOException if they are missing, damaged or out of range
   */
  public TrainingOptions trainingOptions() throws IOException {
    return parse(description.training(), TrainingOptions.class);
  }

  private <R extends Record> R parse(@Nullable JsonObject json, Class<R> type) throws IOException {
    try {
      R options = GSON.fromJson(json, type);
      if (options != null) {
        return options;
      }
    } catch (JsonParseException | IllegalArgumentException e) {
      throw unfitting(type, rootMessage(e));
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws.
      throw unfitting(type, rootMessage(e));
    }
    throw unfitting(type, "there are none");
  }

  private IOException unfitting(Class<?> type, String problem) {
    return new IOException(
        "%s: the options do not make a %s: %s; it may be another model's checkpoint (%s) or a damaged one"
            .formatted(folder, type.getSimpleName(), problem, description.model()));
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** Reads the description alone, with bounds. */
  static Checkpoint read(Path folder) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new IOException(folder + " is not a checkpoint: there is no " + DESCRIPTION + " in it");
    }
    if (Files.size(file) > MAX_DESCRIPTION_BYTES) {
      throw new IOException(
          file + ": expected a small description, but it has " + Files.size(file) + " bytes");
    }
    Description description;
    try {
      description = GSON.fromJson(Files.readString(file), Description.class);
    } catch (JsonParseException | java.nio.charset.CharacterCodingException e) {
      throw new IOException(
          file + ": expected a checkpoint's description in JSON, but it is damaged", e);
    }
    if (description == null
        || description.files() == null
        || description.model() == null
        || description.options() == null) {
      throw new IOException(file + ": the description is incomplete; the checkpoint is damaged");
    }
    if (description.format() != Checkpoints.FORMAT) {
      throw new IOException(
          "%s: expected format %d, but got %d; use the version of Atelier that wrote it"
              .formatted(file, Checkpoints.FORMAT, description.format()));
    }
    return new Checkpoint(folder, description);
  }
}
