package org.atelier.cli.run;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.atelier.cli.command.UsageException;
import org.atelier.files.WriteException;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run. That of a new run without a name is claimed by creating it, so that runs
 * that are started at once get folders of their own; {@link #close} removes it if the run left
 * nothing in it.
 */
public final class RunFolder implements AutoCloseable {
  /** The folder of all runs, relative to the working directory. */
  public static final Path RUNS = Path.of("runs");

  /** The file by which a training loop locks a run; an abandoned one is no content. */
  private static final String LOCK = "run.lock";

  private final Path path;
  private final boolean created;
  private final @Nullable Path createdParent;

  private RunFolder(Path path, boolean created, @Nullable Path createdParent) {
    this.path = path;
    this.created = created;
    this.createdParent = createdParent;
  }

  /**
   * The folder that {@code --out} names; the training loop creates it, after all checks.
   *
   * @param runs the folder of all runs
   * @param out a name, which goes below {@code runs}, or a path
   * @throws UsageException if it cannot be the folder of a new run
   */
  public static RunFolder named(Path runs, Path out) throws IOException {
    Path folder = checked(runs, out);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(
          "--out expects a folder for the run, but %s is a file; choose another name"
              .formatted(folder));
    }
    if (!isFree(folder)) {
      throw new UsageException(
          "--out expects a new or empty folder, but %s is not empty; choose another name, or resume the run in it with --resume %s"
              .formatted(folder, folder));
    }
    return new RunFolder(folder, false, null);
  }

  private static Path checked(Path runs, Path out) {
    if (out.toString().isBlank()) {
      throw new UsageException(
          "--out expects the name of a run, such as cats, or a path, but it is empty; leave it out"
              + " for the model's name");
    }
    Path whole = out.toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath().normalize();
    if (here.startsWith(whole)) {
      throw new UsageException(
          "--out expects a folder for the run alone, but %s is %s; choose a name, such as cats"
              .formatted(
                  out,
                  here.equals(whole)
                      ? "the working directory"
                      : "a folder around the working directory"));
    }
    boolean nameOnly = out.getNameCount() == 1 && !out.isAbsolute();
    return nameOnly ? runs.resolve(out) : out;
  }

  /**
   * Creates the folder of a new run: the model's name, with the first number whose folder does not
   * exist yet.
   *
   * @param runs the folder of all runs, which is created if it is missing
   * @throws UsageException if it cannot be created
   */
  public static RunFolder create(Path runs, String model) throws IOException {
    @Nullable Path createdParent = null;
    Path folder = runs.resolve(model);
    try {
      if (!Files.exists(runs)) {
        Files.createDirectories(runs);
        createdParent = runs;
      }
      for (int i = 2; !isCreated(folder); i++) {
        folder = runs.resolve(model + "-" + i);
      }
    } catch (IOException e) {
      throw new UsageException(
          "The folder %s for the run cannot be created: %s"
              .formatted(folder, WriteException.reason(folder, e)));
    }
    return new RunFolder(folder, true, createdParent);
  }

  /** Creates a folder; false if there is something of this name. */
  private static boolean isCreated(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** The folder of a run that is resumed. */
  public static RunFolder resumed(Path folder) {
    return new RunFolder(folder, false, null);
  }

  private static boolean isFree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.allMatch(path -> path.endsWith(LOCK));
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** Removes the folder if it was created here and is empty, since no step was done. */
  @Override
  public void close() throws IOException {
    if (created) {
      removeEmpty(path);
    }
    if (createdParent != null) {
      removeEmpty(createdParent);
    }
  }

  private static void removeEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Results of this run or of others.
    }
  }
}
