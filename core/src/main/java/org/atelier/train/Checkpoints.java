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
import org.atelier.model.GenerativeModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: a folder {@code step-N} each, and a small file {@code LATEST} that
 * names the newest whole one.
 *
 * <p>A checkpoint is written under another name, brought to the disk, and renamed; then {@code
 * LATEST} is replaced; then older ones are removed. So a crash at any point leaves the checkpoint
 * before, and a folder named {@code step-N} is complete unless it is an old one on its way out.
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

  /** The checkpoints of the run in this folder. */
  public static Checkpoints ofRun(Path run) {
    return new Checkpoints(run.resolve(FOLDER));
  }

  /**
   * The newest checkpoint of a run.
   *
   * @param path the run's folder, its {@code checkpoints} folder, or one {@code step-N}
   * @throws IOException if there is none, with words on what is there instead
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

  /** The newest checkpoint. */
  Checkpoint latest() throws IOException {
    Path latest = folder.resolve(LATEST);
    if (!Files.exists(latest)) {
      List<Path> found = byAge();
      if (found.isEmpty()) {
        throw new IOException(
            "There is no checkpoint in %s; name the folder of a run".formatted(folder));
      }
      // A crash between a run's first checkpoint and the file that names it, or a lost file.
      LOG.warn("There is no {}; taking the newest checkpoint, {}", latest, found.get(0));
      return Checkpoint.read(found.get(0));
    }
    String name = nameIn(latest);
    if (!name.matches(NAME)) {
      throw new IOException(
          latest
              + ": expected a name such as step-500, but it is damaged; delete it, and the newest"
              + " checkpoint is taken");
    }
    if (!Files.isDirectory(folder.resolve(name))) {
      throw new IOException(
          "%s names %s, but there is no such folder; delete it, and the newest checkpoint is taken"
              .formatted(latest, name));
    }
    return Checkpoint.read(folder.resolve(name));
  }

  /** What the file says; nonsense if it is damaged, but never an error of decoding. */
  private static String nameIn(Path latest) throws IOException {
    if (!Files.isRegularFile(latest) || Files.size(latest) > MAX_LATEST_BYTES) {
      return "";
    }
    return Files.readString(latest, StandardCharsets.ISO_8859_1).strip();
  }

  /**
   * Saves a model.
   *
   * @param data the fingerprint of the training data
   * @throws TrainingException if a number is not finite: such a state is never saved
   * @throws IOException if the files cannot be written; what was there before is untouched
   */
  public Checkpoint save(GenerativeModel<?> model, long step, TrainingOptions options, String data)
      throws IOException {
    ModelState.requireFinite(model, step);
    String name = PREFIX + step;
    Path unfinished = folder.resolve(UNFINISHED + name);
    Path target = folder.resolve(name);
    Path latest = folder.resolve(LATEST);
    Checkpoint saved;
    try {
      Files.createDirectories(folder);
      if (nameIn(latest).equals(name)) {
        throw new IOException("there is a checkpoint of this step already");
      }
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
        // A checkpoint of this step that LATEST does not name is from a run that crashed here.
        deleteTree(target);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        NewFile.syncFolder(folder);
        saved = new Checkpoint(target, description);
        NewFile.write(latest, name + "\n");
      } catch (IOException | RuntimeException e) {
        // On a full disk, room for the next attempt.
        deleteAfter(e, unfinished);
        deleteAfter(e, target);
        throw e;
      }
    } catch (IOException e) {
      throw new IOException(
          "The checkpoint of step %s could not be written to %s (%s); the checkpoints before it are untouched. Make room or choose another disk, then resume the run"
              .formatted(step, folder, e.getMessage()),
          e);
    }
    prune(step, options.checkpoints().keep());
    return saved;
  }

  static JsonObject json(Object options) {
    return Checkpoint.GSON.toJsonTree(options).getAsJsonObject();
  }

  /**
   * Fills a model's arrays from a checkpoint, to go on training: weights, moving averages, the
   * optimizers' state, and the model's own. A checkpoint that is damaged or does not fit leaves the
   * arrays as they were.
   *
   * @throws IOException if a file is damaged, or the checkpoint is another architecture's; the
   *     message lists what is missing, unexpected or of another shape
   */
  public static void restore(GenerativeModel<?> model, Checkpoint checkpoint) throws IOException {
    model.initialize(0);
    ModelState.restore(model, checkpoint, true);
  }

  /** As {@link #restore}, but only weights and moving averages, to use the model. */
  public static void restoreWeights(GenerativeModel<?> model, Checkpoint checkpoint)
      throws IOException {
    model.initialize(0);
    ModelState.restore(model, checkpoint, false);
  }

  /** All checkpoints, the newest first. */
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
   * Removes what is unfinished, and the oldest checkpoints beyond {@code keep}. The new checkpoint
   * is safe by now, so what cannot be removed is no reason to stop training.
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
        // Of later steps: from a run that crashed before LATEST named them.
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

  /** Removes a folder with its content, or a link, but never what a link points to. */
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
