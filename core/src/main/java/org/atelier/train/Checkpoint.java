package org.atelier.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.atelier.files.NewFile;
import org.atelier.files.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of a run: a folder of safetensors files, the description {@code checkpoint.json}
 * with their lengths and SHA-256 checksums, and {@code checkpoint.json.sha256} with the
 * description's own checksum (in the format of {@code sha256sum --check}), so that every corruption
 * is detected.
 *
 * @param folder the folder
 * @param description the content of {@code checkpoint.json}
 */
public record Checkpoint(Path folder, Description description) {
  static final String DESCRIPTION = "checkpoint.json";
  static final String DIGEST = DESCRIPTION + ".sha256";
  private static final int MOST_MESSAGE = 300;
  static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapterFactory(new SealedOptions())
          .setPrettyPrinting()
          .serializeNulls()
          .disableHtmlEscaping()
          .create();

  /** The format that this version writes and reads. */
  static final int FORMAT = 2;

  private static final long MAX_DESCRIPTION_BYTES = 16L << 20;

  /**
   * The file names that {@link ModelState} writes: no path separators, no device names, no hidden
   * files.
   */
  private static final String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,199}";

  private static final String DAMAGED = "; the checkpoint is damaged, use another";

  /**
   * The description of a checkpoint.
   *
   * @param format version of the format, 2; format 1 has other names of options
   * @param model the class name of the model
   * @param options the model's options
   * @param step number of training steps done
   * @param training the run's {@link TrainingOptions}
   * @param data the fingerprint of the training data
   * @param files all files with their lengths and checksums
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
   * An entry of a file of the folder.
   *
   * @param name the file's name without a path
   * @param bytes the file's length in bytes
   * @param sha256 SHA-256 of the content, in hexadecimal
   */
  public record FileEntry(String name, long bytes, String sha256) {}

  /**
   * Checks that this is a checkpoint of the given model class.
   *
   * @param model the expected model class
   * @throws IOException if it is a checkpoint of another class
   */
  public void requireModel(Class<?> model) throws IOException {
    if (!description.model().equals(model.getName())) {
      throw new IOException(
          "%s: expected a checkpoint of %s, but it is one of %s; load it with that class"
              .formatted(folder, model.getName(), description.model()));
    }
  }

  /**
   * Returns the model's options.
   *
   * @param type the model's options record
   * @throws IOException if they are not of this type, or are out of range
   */
  public <R extends Record> R options(Class<R> type) throws IOException {
    return parse(description.options(), type);
  }

  /**
   * Returns the run's training options.
   *
   * @throws IOException if they are missing, damaged or out of range
   */
  public TrainingOptions trainingOptions() throws IOException {
    return parse(description.training(), TrainingOptions.class);
  }

  private <R extends Record> R parse(@Nullable JsonObject json, Class<R> type) throws IOException {
    try {
      @Nullable R options = GSON.fromJson(json, type);
      if (options != null) {
        requireComplete(options, Objects.requireNonNull(json));
        return options;
      }
    } catch (RuntimeException e) {
      // Exceptions of Gson, or of the record's constructor, wrapped or not.
      throw new IOException(
          "%s: the options are not valid for %s: %s; was it written by another version?"
              .formatted(folder, type.getSimpleName(), rootMessage(e)),
          e);
    }
    throw new IOException(folder + ": the options are missing" + DAMAGED);
  }

  /** Checks for missing components, which Gson sets to null, 0 or false. */
  private static void requireComplete(Record options, JsonObject json) {
    for (RecordComponent component : options.getClass().getRecordComponents()) {
      Object value;
      try {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true); // records of models need not be public, as for Gson
        value = accessor.invoke(options);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("The accessors of a record throw nothing of their own", e);
      }
      boolean mayLack = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      JsonElement saved = json.get(component.getName());
      if ((value == null || saved == null) && !mayLack) {
        throw new IllegalArgumentException("there is no " + component.getName());
      }
      if (value instanceof Record inner && saved instanceof JsonObject object) {
        requireComplete(inner, object);
      }
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof NullPointerException) {
      // A component that is itself a record misses a value.
      return "a value is missing";
    }
    String message = String.valueOf(root.getMessage());
    return message.length() <= MOST_MESSAGE ? message : message.substring(0, MOST_MESSAGE) + "…";
  }

  /** Writes the description, then its checksum. */
  static void write(Path folder, Description description) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    NewFile.write(file, GSON.toJson(description) + "\n");
    NewFile.write(folder.resolve(DIGEST), Sha256.of(file) + "  " + DESCRIPTION + "\n");
  }

  /** Reads and checks the description, but not the other files. */
  static Checkpoint read(Path folder) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          folder
              + (Files.isDirectory(folder)
                  ? " is not a complete checkpoint: there is no "
                      + DESCRIPTION
                      + " in it; use another"
                  : " is not a checkpoint: there is no such folder"));
    }
    if (Files.size(file) > MAX_DESCRIPTION_BYTES) {
      throw new IOException(
          file
              + ": expected a checkpoint's description, but the file is too large, with "
              + Files.size(file)
              + " bytes"
              + DAMAGED);
    }
    Path digest = folder.resolve(DIGEST);
    if (!Files.isRegularFile(digest)) {
      throw new IOException(digest + " is missing" + DAMAGED);
    }
    String expected = Sha256.of(file) + "  " + DESCRIPTION + "\n";
    if (Files.size(digest) != expected.length()
        || !Files.readString(digest, StandardCharsets.ISO_8859_1).equals(expected)) {
      throw new IOException(file + ": its checksum is not that of " + DIGEST + DAMAGED);
    }
    return new Checkpoint(folder, parse(file));
  }

  private static Description parse(Path file) throws IOException {
    @Nullable Description description;
    try {
      description = GSON.fromJson(Files.readString(file), Description.class);
    } catch (JsonParseException | CharacterCodingException e) {
      throw new IOException(
          file + ": expected a checkpoint's description in JSON, but got something else" + DAMAGED,
          e);
    }
    if (description == null) {
      throw new IOException(file + ": the description is empty" + DAMAGED);
    }
    if (description.format() != FORMAT) {
      throw new IOException(
          "%s: expected a checkpoint of format %s, but got format %s; use the version of Atelier that wrote it, or train the model again"
              .formatted(file, FORMAT, description.format()));
    }
    // Gson sets missing components to null.
    if (description.model() == null
        || description.options() == null
        || description.training() == null
        || description.data() == null
        || description.files() == null
        || description.step() < 0) {
      throw new IOException(file + ": the description is incomplete" + DAMAGED);
    }
    return description;
  }

  /** Checks the length and the checksum of every file. */
  void verify() throws IOException {
    var names = new HashSet<String>();
    for (@Nullable FileEntry entry : description.files()) {
      String name = entry == null ? "null" : String.valueOf(entry.name());
      if (entry == null || !name.matches(FILE_NAME) || !names.add(name)) {
        throw new IOException(
            "%s: expected plain file names, each once, in the description, but got %s; the checkpoint is not loaded"
                .formatted(folder, GSON.toJson(name)));
      }
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(
            file + (Files.exists(file) ? " is not a plain file" : " is missing") + DAMAGED);
      }
      if (Files.size(file) != entry.bytes()) {
        throw new IOException(
            "%s: expected %s bytes, but got %s".formatted(file, entry.bytes(), Files.size(file))
                + DAMAGED);
      }
      if (!Sha256.of(file).equals(entry.sha256())) {
        throw new IOException(file + ": its checksum is not that of the description" + DAMAGED);
      }
    }
  }

  /** Creates the entry of a written file. */
  static FileEntry entry(Path file) throws IOException {
    return new FileEntry(file.getFileName().toString(), Files.size(file), Sha256.of(file));
  }
}
