package org.atelier.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.atelier.cli.command.UsageException;
import org.jspecify.annotations.Nullable;

/** Chooses the folder of a new run. The training loop creates it, after all checks. */
public final class RunFolder {
  /** The folder of all runs, relative to the working directory. */
  public static final Path RUNS = Path.of("runs");

  private RunFolder() {}

  /**
   * The folder of a new run.
   *
   * @param runs the folder of all runs
   * @param out a name, which goes below {@code runs}, or a path; null for the model's name with the
   *     first number whose folder is free
   */
  public static Path forNew(Path runs, @Nullable Path out, String model) throws IOException {
    if (out == null) {
      Path folder = runs.resolve(model);
      for (int i = 2; !isFree(folder); i++) {
        folder = runs.resolve(model + "-" + i);
      }
      return folder;
    }
    boolean nameOnly = out.getNameCount() == 1 && !out.isAbsolute() && !isDots(out);
    Path folder = nameOnly ? runs.resolve(out) : out;
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
    return folder;
  }

  private static boolean isDots(Path out) {
    return out.toString().equals(".") || out.toString().equals("..");
  }

  private static boolean isFree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }
}
