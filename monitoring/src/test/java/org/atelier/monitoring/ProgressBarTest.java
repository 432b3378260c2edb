package org.atelier.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.train.LoopListener.Outcome;
import org.atelier.train.RunStatus;
import org.atelier.train.TrainingOptions;
import org.atelier.train.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressBarTest {
  private static final String WARNING = "Warning at step 3.";
  private static final Pattern CURSOR = Pattern.compile("\u001b\\[(\\d*)([AB])");

  @TempDir Path folder;

  /** Draws a bar, prints a warning and draws the bar again. */
  static final class Drawing {
    private Drawing() {}

    public static void main(String... args) throws Exception {
      var bar = ProgressBar.onScreen();
      try (var gan = new Dcgan(DcganOptions.defaults())) {
        bar.onStart(new TrainingRun(Path.of(args[0]), gan, TrainingOptions.defaults(), 0, 100, 10));
        // The bar is drawn by a thread of its own.
        Thread.sleep(300);
        bar.say(WARNING);
        bar.onEnd(new Outcome(RunStatus.COMPLETED, 100, ""));
      }
    }
  }

  @Test
  void does_not_overwrite_a_printed_line() throws Exception {
    assumeTrue(
        isScriptInstalled(), "needs script of util-linux, which runs a command on a terminal");
    Path typescript = folder.resolve("typescript");
    String command =
        "'%s' -Datelier.terminal=true -cp '%s' '%s' '%s'"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Drawing.class.getName(),
                folder);
    var builder = new ProcessBuilder("script", "-qec", command, typescript.toString());
    builder.environment().put("TERM", "xterm");
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> screen = screen(Files.readString(typescript, StandardCharsets.UTF_8));
    assertThat(screen).contains(WARNING);
    assertThat(screen).filteredOn(line -> line.startsWith("step ")).hasSize(2);
  }

  private static boolean isScriptInstalled() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("script", "--version").start();
      String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 && version.contains("util-linux");
    } catch (IOException e) {
      return false;
    }
  }

  /** The lines that a terminal shows after this output. */
  private static List<String> screen(String output) {
    var lines = new ArrayList<StringBuilder>();
    Matcher cursor = CURSOR.matcher(output);
    int row = 0;
    int column = 0;
    for (int i = 0; i < output.length(); i++) {
      char next = output.charAt(i);
      if (cursor.region(i, output.length()).lookingAt()) {
        int rows = cursor.group(1).isEmpty() ? 1 : Integer.parseInt(cursor.group(1));
        row += cursor.group(2).equals("A") ? -rows : rows;
        i = cursor.end() - 1;
      } else if (next == '\r') {
        column = 0;
      } else if (next == '\n') {
        row++;
      } else {
        put(lines, row, column++, next);
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  private static void put(List<StringBuilder> lines, int row, int column, char next) {
    while (lines.size() <= row) {
      lines.add(new StringBuilder());
    }
    StringBuilder line = lines.get(row);
    line.setLength(Math.max(line.length(), column + 1));
    line.setCharAt(column, next);
  }
}
