package org.atelier.cli.pictures;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.UsageException;
import org.atelier.data.source.ImageFolder;
import org.atelier.monitoring.PictureCount;
import org.jspecify.annotations.Nullable;

/**
 * Makes a picture of each picture of a folder, in another folder. A picture that fails does not end
 * it; failures are listed at the end.
 */
public final class FolderTask {
  /** From this number of pictures on, progress is shown. */
  private static final int MANY = 10;

  private static final int MOST_LISTED = 100;
  private static final long LEAST_SPACE = 1 << 20;

  private final Words words;
  private final Path from;
  private final Path to;

  /** Results by pictures. */
  private final Map<Path, Path> targets;

  /** Makes one picture. */
  @FunctionalInterface
  public interface Step {
    /**
     * Makes the target of a picture.
     *
     * @throws IOException if it cannot be read, changed or written
     */
    void apply(Path picture, Path target) throws IOException;
  }

  /**
   * What a command does, in the words of its messages.
   *
   * @param verb such as {@code "translate"}
   * @param participle such as {@code "translated"}
   * @param output the name of its output, such as {@code "OUTPUT"} or {@code "--out"}
   * @param size the option that makes it need less memory, such as {@code "--tile"}
   */
  public record Words(String verb, String participle, String output, String size) {}

  private FolderTask(Words words, Path from, Path to, Map<Path, Path> targets) {
    this.words = words;
    this.from = from;
    this.to = to;
    this.targets = targets;
  }

  /**
   * Lists the pictures and names their results.
   *
   * @throws UsageException if there are no pictures, the output is within the input or cannot be
   *     written to, or a result would overwrite a picture
   */
  public static FolderTask plan(Words words, Path from, Path to) {
    return plan(words, from, to, List.of());
  }

  /**
   * As {@link #plan(Words, Path, Path)}, with other files that are read for each picture and must
   * not be overwritten either.
   */
  public static FolderTask plan(Words words, Path from, Path to, List<Path> others) {
    if (Files.exists(to) && !Files.isDirectory(to)) {
      throw new UsageException(
          "%s expects a folder for the pictures of the folder %s, but %s is a file"
              .formatted(words.output(), from, to));
    }
    if (OutputFile.real(to).startsWith(OutputFile.real(from))) {
      throw new UsageException(
          "%s expects a folder outside of %s, whose pictures it would mix with"
              .formatted(words.output(), from));
    }
    if (Files.exists(to) && !Files.isWritable(to)) {
      throw new UsageException(
          "%s expects a folder that can be written to, but %s cannot; change its permissions"
              .formatted(words.output(), to));
    }
    ImageFolder pictures = UsageException.unless(() -> ImageFolder.open(from));
    var targets = new LinkedHashMap<Path, Path>();
    OutputNames.of(pictures.names())
        .forEach((name, result) -> targets.put(from.resolve(name), to.resolve(result)));
    var sources = new HashSet<Path>();
    targets.keySet().forEach(source -> sources.add(OutputFile.real(source)));
    others.forEach(other -> sources.add(OutputFile.real(other)));
    for (Map.Entry<Path, Path> entry : targets.entrySet()) {
      if (sources.contains(OutputFile.real(entry.getValue()))) {
        throw new UsageException(
            "The result of %s would overwrite the picture %s; choose another %s"
                .formatted(entry.getKey(), entry.getValue(), words.output()));
      }
    }
    return new FolderTask(words, from, to, targets);
  }

  /**
   * Makes all pictures.
   *
   * @return the number of pictures that failed
   * @throws IOException if there is no space on the disk
   */
  public int run(Step step, PrintWriter out, PrintWriter err) throws IOException {
    var failures = new LinkedHashMap<Path, String>();
    PictureCount progress =
        targets.size() < MANY ? null : new PictureCount(words.verb(), targets.size(), out);
    try (progress) {
      for (Map.Entry<Path, Path> entry : targets.entrySet()) {
        String failure = failure(step, entry.getKey(), entry.getValue());
        if (failure != null) {
          failures.put(entry.getKey(), failure);
          requireSpace(failures);
        }
        if (progress != null) {
          progress.add(1);
        }
      }
    }
    int done = targets.size() - failures.size();
    out.printf(Locale.ROOT, "%d pictures of %s to %s%n", done, from, to);
    out.flush();
    tell(failures, err);
    return failures.size();
  }

  private @Nullable String failure(Step step, Path picture, Path target) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      step.apply(picture, target);
      return null;
    } catch (UncheckedIOException e) {
      return inWords(e.getCause());
    } catch (OutOfMemoryError e) {
      return "Java is out of heap memory; use a smaller %s, or raise the limit: ATELIER_JAVA_OPTIONS=-Xmx8g"
          .formatted(words.size());
    } catch (IOException | IllegalArgumentException | EngineException | UsageException e) {
      return inWords(e);
    }
  }

  private static String inWords(Exception e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    boolean explained = e instanceof UsageException || message.contains(" ");
    return explained ? message : message + " (" + e.getClass().getSimpleName() + ")";
  }

  /** Ends the command where each further picture would fail as well. */
  private void requireSpace(Map<Path, String> failures) throws IOException {
    if (Files.isDirectory(to) && Files.getFileStore(to).getUsableSpace() < LEAST_SPACE) {
      throw new IOException(
          "The disk of %s is full: %s; make room on it and start again"
              .formatted(to, failures.values().stream().reduce((a, b) -> b).orElse("")));
    }
  }

  private void tell(Map<Path, String> failures, PrintWriter err) {
    if (failures.isEmpty()) {
      return;
    }
    err.printf(
        Locale.ROOT,
        "atelier: %d of %d pictures could not be %s:%n",
        failures.size(),
        targets.size(),
        words.participle());
    failures.entrySet().stream()
        .limit(MOST_LISTED)
        .forEach(
            entry ->
                err.println(
                    entry.getValue().contains(entry.getKey().toString())
                        ? "  " + entry.getValue()
                        : "  %s: %s".formatted(entry.getKey(), entry.getValue())));
    if (failures.size() > MOST_LISTED) {
      err.printf(Locale.ROOT, "  and %d more%n", failures.size() - MOST_LISTED);
    }
    err.flush();
  }
}
