package org.atelier.benchmarks.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The findings of one target: of those that look alike the first is kept and told. */
final class Findings {
  private static final int FRAMES = 4;

  private final String target;
  private final long seed;
  private final Path folder;
  private final PrintWriter out;
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /**
   * Creates an empty collection.
   *
   * @param folder where inputs are kept: a file for each finding, and its trace beside it
   */
  Findings(String target, long seed, Path folder, PrintWriter out) {
    this.target = target;
    this.seed = seed;
    this.folder = folder;
    this.out = out;
  }

  /** Adds a finding. */
  void add(long number, byte[] input, String problem, @Nullable Throwable thrown)
      throws IOException {
    String signature = problem.replaceAll("\\d+", "N") + (thrown == null ? "" : signature(thrown));
    if (counts.merge(signature, 1, Integer::sum) > 1) {
      return;
    }
    Path file = folder.resolve(target).resolve("seed-%s-input-%s".formatted(seed, number));
    Files.createDirectories(file.getParent());
    Files.write(file, input);
    var trace = new StringWriter();
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(trace));
    }
    Files.writeString(file.resolveSibling(file.getFileName() + ".txt"), problem + "\n" + trace);
    out.printf(
        "FINDING %s, input %s: %s%s%n  saved as %s (%s bytes); again: benchmarks/fuzz %s --seed %s --first %s --inputs 1%n",
        target,
        number,
        problem,
        thrown == null ? "" : ": " + firstLines(thrown),
        file,
        input.length,
        target,
        seed,
        number);
    out.flush();
  }

  private static String firstLines(Throwable thrown) {
    String text = thrown.toString();
    StackTraceElement[] frames = thrown.getStackTrace();
    return (text.length() > 300 ? text.substring(0, 300) + "…" : text)
        + (frames.length == 0 ? "" : " at " + frames[0]);
  }

  private static String signature(Throwable thrown) {
    var text = new StringBuilder(thrown.getClass().getName());
    StackTraceElement[] frames = thrown.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
      text.append(' ').append(frames[i].getClassName()).append(frames[i].getMethodName());
    }
    return text.toString();
  }

  /** Returns the number of findings, those that look alike included. */
  int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of findings that look different. */
  int kinds() {
    return counts.size();
  }
}
