package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.cli.data.DataName;

/**
 * Several commands in one process of their own: with another working directory, or other options of
 * Java.
 */
final class CommandProcess {
  /**
   * In place of a command: makes the run in {@code runs/r} one of an earlier version, which
   * recorded names of sets alone.
   */
  static final String OLDER = "older";

  /** In place of a command: prints 12 as the default locale writes it, and its capital of i. */
  static final String LOCALE = "locale";

  private CommandProcess() {}

  /**
   * Runs commands in a folder. Each gives a line: its exit code, what it said and what it
   * complained of.
   *
   * @param java options of Java
   * @param lines commands, with single spaces between their words
   */
  static List<String> run(Path folder, List<String> java, String... lines) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=2",
                "-Djava.awt.headless=true"));
    command.addAll(java);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), CommandProcess.class.getName()));
    command.addAll(List.of(lines));
    Path out = Files.createTempFile("commands", ".txt");
    try {
      int code =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      assertThat(code).isZero();
      List<String> said = Files.readAllLines(out, StandardCharsets.UTF_8);
      assertThat(said).hasSize(lines.length);
      return said;
    } finally {
      Files.delete(out);
    }
  }

  /** Runs commands, each an argument. */
  public static void main(String... lines) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line : lines) {
      out.println(result(line).strip().replaceAll("\\s+", " "));
    }
  }

  private static String result(String line) throws IOException {
    switch (line) {
      case OLDER -> {
        Path settings = Path.of("runs/r/command.json");
        String text = Files.readString(settings);
        Files.writeString(settings, text.replace(DataName.PREFIX, ""));
        return text.contains(DataName.PREFIX) ? "0" : "1";
      }
      case LOCALE -> {
        return "%d %S".formatted(12, "i");
      }
      default -> {
        CommandLineRun run = CommandLineRun.atelier((Object[]) line.split(" "));
        return run.code() + " " + run.out() + run.err();
      }
    }
  }
}
