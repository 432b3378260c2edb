package org.atelier.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.atelier.files.NewFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes every step's metrics to {@code losses.csv}: the step (counted from 1), then a column for
 * each metric of the first step; a phase that took no part leaves its columns empty. The loop
 * always has one.
 *
 * <p>A resumed run cuts off the rows after its checkpoint, so that the file reads like that of a
 * run never stopped.
 */
public final class LossLog implements LoopListener {
  /** The file's name in the run's folder. */
  public static final String FILE = "losses.csv";

  private @Nullable Path file;
  private @Nullable BufferedWriter writer;
  private final Set<String> columns = new LinkedHashSet<>();

  @Override
  public void onStart(TrainingRun run) throws IOException {
    Path path = run.folder().resolve(FILE);
    file = path;
    columns.clear();
    if (run.firstStep() > 0 && Files.exists(path)) {
      keepRowsUpTo(path, run.firstStep());
    } else {
      Files.deleteIfExists(path);
    }
  }

  private void keepRowsUpTo(Path path, long lastStep) throws IOException {
    List<String> kept = new ArrayList<>();
    for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
      if (kept.isEmpty()) {
        columns.addAll(List.of(line.split(",")));
        columns.remove("step");
        kept.add(line);
      } else if (isRowUpTo(line, lastStep)) {
        kept.add(line);
      }
    }
    NewFile.write(path, String.join("\n", kept) + "\n");
  }

  private static boolean isRowUpTo(String line, long lastStep) {
    int comma = line.indexOf(',');
    try {
      return comma > 0 && Long.parseLong(line.substring(0, comma)) <= lastStep;
    } catch (NumberFormatException e) {
      // A row that a crash cut off.
      return false;
    }
  }

  @Override
  public void onStep(StepReport report) throws IOException {
    var metrics = report.metrics();
    if (columns.addAll(metrics.keySet())) {
      writeHeader();
    }
    BufferedWriter out = open();
    var row = new StringBuilder().append(report.stepsDone());
    for (String column : columns) {
      Float value = metrics.get(column);
      row.append(',').append(value == null ? "" : Float.toString(value));
    }
    out.write(row.append('\n').toString());
    // A killed run loses no row.
    out.flush();
  }

  /**
   * A phase that is seldom active may bring columns after the first row; older rows end earlier.
   */
  private void writeHeader() throws IOException {
    close();
    Path path = Objects.requireNonNull(file);
    List<String> lines = new ArrayList<>();
    lines.add("step," + String.join(",", columns));
    if (Files.exists(path)) {
      lines.addAll(Files.readAllLines(path, StandardCharsets.UTF_8).stream().skip(1).toList());
    }
    NewFile.write(path, String.join("\n", lines) + "\n");
  }

  private BufferedWriter open() throws IOException {
    if (writer == null) {
      writer =
          Files.newBufferedWriter(
              Objects.requireNonNull(file), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }
    return writer;
  }

  private void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  @Override
  public void onEnd(Outcome outcome) throws IOException {
    close();
  }
}
