package org.atelier.cli.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * What a name of data stands for, wherever a command takes one: an embedded set or a path.
 *
 * <p>A user may write {@code faces} for the embedded set as long as there is no file or folder of
 * that name in the working directory; then the name is ambiguous and refused. {@code
 * embedded:faces} is always the set, {@code ./faces} always the folder. What a run records, and
 * what a command has as its default, is one of these two.
 *
 * @param text the name as it was written
 * @param set the name of the embedded set; null for a path
 */
public record DataName(String text, @Nullable String set) {
  /** Before the name of a set, says that a set is meant and no folder. */
  public static final String PREFIX = "embedded:";

  /** The explanation in help and lists. */
  public static final String RULE =
      "Where a folder has the name of a set, embedded:SET is the set and ./SET the folder.";

  /**
   * Reads a name.
   *
   * @param text the name that was given
   * @param sets the names of the embedded sets that are possible here
   * @throws UsageException if the name is that of a set and of a file or folder too, or asks for a
   *     set that is not one of these
   */
  public static DataName of(String text, Collection<String> sets) {
    if (text.startsWith(PREFIX)) {
      String set = text.substring(PREFIX.length());
      if (!sets.contains(set)) {
        throw new UsageException(
            "Expected one of the embedded sets %s here, but was %s; ./%s is the folder of that name"
                .formatted(
                    sets.stream().map(DataName::embedded).collect(Collectors.joining(", ")),
                    text,
                    text));
      }
      return new DataName(text, set);
    }
    if (!sets.contains(text)) {
      return new DataName(text, null);
    }
    Path here = PathArgument.of(text);
    if (Files.exists(here)) {
      throw new UsageException(
          "%s is both an embedded set and a %s here: write .%s%s for the %s, or %s for the set"
              .formatted(
                  text,
                  kind(here),
                  here.getFileSystem().getSeparator(),
                  text,
                  kind(here),
                  embedded(text)));
    }
    return new DataName(text, text);
  }

  private static String kind(Path path) {
    return Files.isDirectory(path) ? "folder" : "file";
  }

  /** The unambiguous name of an embedded set, such as {@code embedded:faces}. */
  public static String embedded(String set) {
    return PREFIX + set;
  }

  /**
   * The unambiguous form of a name that a run has recorded. A folder is recorded by its absolute
   * path; a name alone, as older runs have it, is a set.
   */
  public static String recorded(String name) {
    return name.startsWith(PREFIX) || Path.of(name).isAbsolute() ? name : embedded(name);
  }

  /** The name to record: {@link #embedded} of a set, or the absolute path of a folder. */
  public String location() {
    return set == null ? path().toAbsolutePath().normalize().toString() : embedded(set);
  }

  /** The path of what is no set. */
  public Path path() {
    return PathArgument.of(text);
  }

  /** Whether this is the embedded set of this name. */
  public boolean isSet(String name) {
    return name.equals(set);
  }
}
