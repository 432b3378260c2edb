package org.atelier.train;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.files.NewFile;
import org.atelier.files.WriteException;
import org.atelier.model.GenerativeModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: one folder {@code step-N} for each, and a file {@code LATEST} that
 * names the newest complete one.
 *
 * <p>A checkpoint is written under a temporary name, flushed to the disk and renamed; then {@code
 * LATEST} is replaced; then old checkpoints are removed. A crash at any point therefore leaves the
 * previous checkpoint usable, and a folder {@code step-N} is complete unless it is an old one whose
 * removal was interrupted.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final String FOLDER = "checkpoints";
  private static final String LATEST = "LATEST";
  private static final String PREFIX = "step-";
  private static final String NAME = PREFIX + "\\d{1,18}";
  private static final String UNFINISHED = ".unfinished-";
  private static final int MAX_LATEST_BYTES = 100;

  private final Path folder;

  private Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** Returns the checkpoints of the run in this folder. */
  public static Checkpoints ofRun(Path run) {
    return new Checkpoints(run.resolve(FOLDER));
  }

  /**
   * Returns the newest checkpoint of a run.
   *
   * @param path the run's folder, its {@code checkpoints} folder, or the folder {@code step-N} of
   *     one checkpoint
   * @throws IOException if there is no checkpoint; the message describes what was found instead
   */
  public static Checkpoint latest(Path path) throws IOException {
    requireFolder(path);
    if (Files.exists(path.resolve(Checkpoint.DESCRIPTION))) {
      return Checkpoint.read(path);
    }
    Path inner = path.resolve(FOLDER);
    return new Checkpoints(Files.isDirectory(inner) ? inner : path).latest();
  }

  static void requireFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException(
          "Expected the folder of a run, but "
              + (Files.exists(path) ? path + " is a file" : "there is no folder " + path));
    }
  }

  /** Returns the newest checkpoint, also while another process writes newer ones. */
  Checkpoint latest() throws IOException {
    Path latest = folder.resolve(LATEST);
    while (true) {
      String before = nameIn(latest);
      try {
        return named(latest);
      } catch (IOException e) {
        // Its folder may have been removed after a newer one was written.
        if (nameIn(latest).equals(before)) {
          throw e;
        }
      }
    }
  }

  private Checkpoint named(Path latest) throws IOException {
    if (!Files.exists(latest)) {
      List<Path> found = byAge();
      if (found.isEmpty()) {
        throw new IOException(
            "There is no checkpoint in %s; name the folder of a run".formatted(folder));
      }
      // A crash before LATEST was written for the first time, or a lost file.
      LOG.warn("There is no {}; using the newest checkpoint, {}", latest, found.get(0));
      return Checkpoint.read(found.get(0));
    }
    String name = nameIn(latest);
    if (!name.matches(NAME)) {
      throw new IOException(
          latest
              + ": expected a name such as step-500, but it is damaged; delete the file, and the newest"
              + " checkpoint is used");
    }
    if (!Files.isDirectory(folder.resolve(name))) {
      throw new IOException(
          "%s names %s, but there is no such folder; delete the file, and the newest checkpoint is used"
              .formatted(latest, name));
    }
    return Checkpoint.read(folder.resolve(name));
  }

  /** Reads the name without decoding errors; of a damaged file, any text. */
  private static String nameIn(Path latest) throws IOException {
    if (!Files.isRegularFile(latest) || Files.size(latest) > MAX_LATEST_BYTES) {
      return "";
    }
    return Files.readString(latest, StandardCharsets.ISO_8859_1).strip();
  }

  /**
   * Writes a checkpoint.
   *
   * @param data the fingerprint of the training data
   * @throws TrainingException if a value of the state is not finite; such a state is never saved
   * @throws IOException if the files cannot be written; earlier checkpoints are unchanged
   */
  public Checkpoint save(GenerativeModel<?> model, long step, TrainingOptions options, String data)
      throws IOException {
    ModelState.requireFinite(model, step);
    String name = PREFIX + step;
    Path unfinished = folder.resolve(UNFINISHED + name);
    Path target = folder.resolve(name);
    Path latest = folder.resolve(LATEST);
    Checkpoint saved;
    if (nameIn(latest).equals(name)) {
      throw new IOException(
          "The checkpoint of step %s exists already in %s".formatted(step, folder));
    }
    try {
      Files.createDirectories(folder);
      try {
        deleteTree(unfinished);
        Files.createDirectory(unfinished);
        var description =
            new Checkpoint.Description(
                Checkpoint.FORMAT,
                model.getClass().getName(),
                json(model.options()),
                step,
                json(options),
                data,
                ModelState.write(model, unfinished));
        Checkpoint.write(unfinished, description);
        // A checkpoint of this step that LATEST does not name is left from a crash at this point.
        deleteTree(target);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        NewFile.syncFolder(folder);
        saved = new Checkpoint(target, description);
        NewFile.write(latest, name + "\n");
      } catch (IOException | RuntimeException e) {
        // Frees space for the next attempt if the disk is full.
        deleteAfter(e, unfinished);
        deleteAfter(e, target);
        throw e;
      }
    } catch (IOException e) {
      // The reason alone: the path is that of an unfinished checkpoint.
      String earlier =
          Files.exists(latest)
              ? ". Earlier checkpoints are unchanged; the run can be resumed from them"
              : "";
      throw new IOException(
          "The checkpoint of step %s could not be written to %s: %s%s"
              .formatted(step, folder, WriteException.reason(latest, e), earlier),
          e);
    }
    prune(step, options.checkpoints().keep());
    return saved;
  }

  static JsonObject json(Object options) {
    return Checkpoint.GSON.toJsonTree(options).getAsJsonObject();
  }

  /**
   * Restores a model from a checkpoint to continue its training: parameters, buffers, EMA,
   * optimizer state and the model's own state. If the checkpoint is damaged or does not fit the
   * model, nothing is changed.
   *
   * @throws IOException if a file is damaged, or the checkpoint is of another architecture; the
   *     message lists arrays that are missing, unexpected or of another shape
   */
  public static void restore(GenerativeModel<?> model, Checkpoint checkpoint) throws IOException {
    model.initialize(0);
    ModelState.restore(model, checkpoint, true);
  }

  /** As {@link #restore}, but only parameters, buffers and EMA, for inference. */
  public static void restoreWeights(GenerativeModel<?> model, Checkpoint checkpoint)
      throws IOException {
    model.initialize(0);
    ModelState.restore(model, checkpoint, false);
  }

  /** Returns the folders of all checkpoints, the newest first. */
  private List<Path> byAge() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .filter(path -> path.getFileName().toString().matches(NAME))
          .sorted(Comparator.comparingLong(Checkpoints::number).reversed())
          .toList();
    }
  }

  private static long number(Path path) {
    return Long.parseLong(path.getFileName().toString().substring(PREFIX.length()));
  }

  /**
   * Removes unfinished checkpoints, and the oldest beyond {@code keep}. Failures are logged and do
   * not end the run, since the new checkpoint is complete.
   */
  private void prune(long newest, int keep) {
    try {
      NewFile.removeLeftovers(folder);
      try (Stream<Path> all = Files.list(folder)) {
        for (Path path : all.toList()) {
          if (path.getFileName().toString().startsWith(UNFINISHED)) {
            deleteTree(path);
          }
        }
      }
      int kept = 0;
      for (Path path : byAge()) {
        // Checkpoints of later steps are left from a crash before LATEST named them.
        if (number(path) > newest || ++kept > keep) {
          LOG.debug("Removing the checkpoint {}", path);
          deleteTree(path);
        }
      }
    } catch (IOException e) {
      LOG.warn("Old checkpoints in {} could not be removed: {}", folder, e.toString());
    }
  }

  private static void deleteAfter(Exception failure, Path path) {
    try {
      deleteTree(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes a folder with its content; links are removed but not followed. */
  static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
