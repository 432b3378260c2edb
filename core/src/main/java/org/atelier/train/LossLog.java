package org.atelier.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atelier.files.NewFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes the metrics of every step to {@code losses.csv}: the step (counted from 1), then one
 * column for each metric in the order of first occurrence; empty in steps in which the metric's
 * phase was not active. The loop always has one.
 *
 * <p>A resumed run removes the rows after its checkpoint, so that the file equals that of an
 * uninterrupted run.
 */
public final class LossLog implements LoopListener {
  /** The file's name in the run's folder. */
  public static final String FILE = "losses.csv";

  private static final String STEP = "step";

  private @Nullable Path file;
  private @Nullable FileChannel channel;
  private @Nullable OutputStream out;
  private final List<String> columns = new ArrayList<>();

  /**
   * Reads one metric of a run's log.
   *
   * @return the values by the number of steps done, in order; empty if there is no file or no such
   *     metric; damaged values are left out
   * @throws IOException if the file cannot be read
   */
  public static Map<Long, Float> read(Path folder, String metric) throws IOException {
    List<String[]> rows = rows(folder.resolve(FILE), Long.MAX_VALUE);
    var values = new LinkedHashMap<Long, Float>();
    int column = rows.isEmpty() ? -1 : List.of(rows.get(0)).indexOf(metric);
    for (int i = 1; column > 0 && i < rows.size(); i++) {
      String[] row = rows.get(i);
      if (column < row.length && isNumber(row[column])) {
        values.put(Long.valueOf(row[0]), Float.valueOf(row[column]));
      }
    }
    return values;
  }

  @Override
  public void onStart(TrainingRun run) throws IOException {
    Path path = run.folder().resolve(FILE);
    file = path;
    columns.clear();
    List<String[]> rows = rows(path, run.firstStep());
    if (rows.size() < 2) {
      Files.deleteIfExists(path);
      return;
    }
    // Columns first logged after the checkpoint have no values in the remaining rows.
    int width = 1;
    for (String[] row : rows.subList(1, rows.size())) {
      for (int i = width; i < row.length; i++) {
        width = row[i].isEmpty() ? width : i + 1;
      }
    }
    columns.addAll(List.of(rows.get(0)).subList(1, Math.min(width, rows.get(0).length)));
    write(path, rows);
  }

  /**
   * Reads the header and the complete rows up to a step; empty if the file is missing or is no such
   * log.
   */
  private static List<String[]> rows(Path path, long lastStep) throws IOException {
    List<String[]> rows = new ArrayList<>();
    if (!Files.exists(path)) {
      return rows;
    }
    // Not readAllLines, which throws an exception for malformed bytes.
    String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    int end = text.lastIndexOf('\n');
    for (String line : text.substring(0, Math.max(0, end)).split("\n")) {
      String[] row = line.split(",", -1);
      if (rows.isEmpty() ? row[0].equals(STEP) : isStepUpTo(row[0], lastStep)) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Returns whether a cell is a number as this class writes it. */
  private static boolean isNumber(String text) {
    return text.matches("-?(\\d{1,40}\\.\\d{1,40}(E-?\\d{1,4})?|Infinity)|NaN");
  }

  private static boolean isStepUpTo(String text, long lastStep) {
    return text.matches("\\d{1,18}") && Long.parseLong(text) <= lastStep;
  }

  /** Replaces the file by these rows under the current columns. */
  private void write(Path path, List<String[]> rows) throws IOException {
    var text = new StringBuilder(STEP);
    columns.forEach(column -> text.append(',').append(column));
    text.append('\n');
    for (String[] row : rows.subList(Math.min(1, rows.size()), rows.size())) {
      text.append(row[0]);
      for (int i = 1; i <= columns.size(); i++) {
        text.append(',').append(i < row.length ? row[i] : "");
      }
      text.append('\n');
    }
    NewFile.write(path, text.toString());
  }

  @Override
  public void onMetrics(List<StepMetrics> steps) throws IOException {
    var names = new LinkedHashSet<String>();
    steps.forEach(step -> names.addAll(step.values().keySet()));
    // The first row may have no columns, if no phase was active yet.
    if (!columns.containsAll(names) || out == null && !Files.exists(Objects.requireNonNull(file))) {
      addColumns(names);
    }
    var rows = new StringBuilder();
    for (StepMetrics step : steps) {
      rows.append(step.stepsDone());
      for (String column : columns) {
        Float value = step.values().get(column);
        rows.append(',').append(value == null ? "" : value.toString());
      }
      rows.append('\n');
    }
    // In one call, so that a killed run leaves complete rows.
    open().write(rows.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Adds columns after the first row, for phases that are seldom active. */
  private void addColumns(Set<String> names) throws IOException {
    close();
    Path path = Objects.requireNonNull(file);
    List<String[]> rows = rows(path, Long.MAX_VALUE);
    names.stream().filter(name -> !columns.contains(name)).forEach(columns::add);
    write(path, rows);
  }

  private OutputStream open() throws IOException {
    OutputStream stream = out;
    if (stream == null) {
      channel =
          FileChannel.open(
              Objects.requireNonNull(file), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      stream = Channels.newOutputStream(channel);
      out = stream;
    }
    return stream;
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) throws IOException {
    if (channel != null) {
      // A resumed run expects the rows up to here.
      channel.force(false);
    }
  }

  private void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
      channel = null;
    }
  }

  @Override
  public void onEnd(Outcome outcome) throws IOException {
    close();
  }
}
