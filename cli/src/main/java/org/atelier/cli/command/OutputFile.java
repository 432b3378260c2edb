package org.atelier.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.atelier.image.PictureNames;
import org.jspecify.annotations.Nullable;

/** Checks of {@code --out}, before anything is computed. */
public final class OutputFile {
  /** File-name extensions of the picture formats that can be written. */
  public static final List<String> PICTURES =
      PictureNames.WRITTEN.stream().map(name -> "." + name).toList();

  /** Those, and that of animations. */
  public static final List<String> PICTURES_AND_GIF =
      Stream.concat(PICTURES.stream(), Stream.of(".gif")).toList();

  private OutputFile() {}

  /**
   * Refuses a path that cannot be written.
   *
   * @param option its name in messages, such as {@code --out}
   * @param endings the allowed file-name extensions
   */
  public static void check(String option, Path file, List<String> endings) {
    if (file.toString().isBlank()) {
      throw new UsageException(
          "%s expects a name that ends with %s, but it is empty"
              .formatted(option, String.join(" or ", endings)));
    }
    if (endings.stream().noneMatch(ending -> endsWith(file, ending))) {
      throw new UsageException(
          "%s expects a name that ends with %s, but was %s"
              .formatted(option, String.join(" or ", endings), file));
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("%s expects a file, but %s is a folder".formatted(option, file));
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.notExists(folder)) {
      throw new UsageException(
          "%s expects a folder that exists, but there is no %s; create it first"
              .formatted(option, folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "%s expects a file in a folder, but %s is a file; name a folder"
              .formatted(option, folder));
    }
    if (!Files.isWritable(folder)) {
      throw new UsageException(
          "%s expects a folder that can be written to, but this user has no permission for %s, or its disk is read-only"
              .formatted(option, folder));
    }
  }

  /**
   * Refuses an output that is one of the inputs, by any name.
   *
   * @param option the output's name in messages
   * @param inputs files that are read; null for those not given
   */
  public static void requireNotInput(String option, Path output, @Nullable Path... inputs) {
    for (Path input : inputs) {
      if (input != null && real(output).equals(real(input))) {
        throw new UsageException(
            "%s would overwrite the input %s; choose another name".formatted(option, input));
      }
    }
  }

  /**
   * The absolute path with symbolic links and the spelling of names resolved, as far as it exists.
   */
  public static Path real(Path path) {
    Path absolute = path.toAbsolutePath();
    for (Path existing = absolute; existing != null; existing = existing.getParent()) {
      try {
        return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
      } catch (IOException e) {
        // What does not exist is resolved below the nearest folder that does.
      }
    }
    return absolute.normalize();
  }

  /** Whether a file's name ends with this extension; case is ignored. */
  public static boolean endsWith(Path file, String ending) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
