package org.atelier.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atelier.files.NewFile;
import org.atelier.files.WriteException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the metrics of every step to {@code losses.csv}: the step (counted from 1), then one
 * column for each metric in the order of first occurrence; empty in steps in which the metric's
 * phase was not active. The loop always has one.
 *
 * <p>A resumed run removes the rows after its checkpoint, so that the file equals that of an
 * uninterrupted run; it warns if rows before it are missing, and goes on.
 */
public final class LossLog implements LoopListener {
  /** The file's name in the run's folder. */
  public static final String FILE = "losses.csv";

  /** Where a file of this name that is no such log is kept. */
  private static final String DAMAGED = "losses.csv.damaged";

  private static final String STEP = "step";
  private static final Logger LOG = LoggerFactory.getLogger(LossLog.class);

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
    boolean isLog = isLog(path);
    if (!isLog && Files.exists(path)) {
      Path aside = path.resolveSibling(DAMAGED);
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn("{} is no log of losses and was renamed to {}; a new one is written", path, aside);
    }
    List<String[]> rows = rows(path, run.firstStep());
    long expected = run.firstStep();
    long found = Math.max(0, rows.size() - 1);
    if (isLog && found < expected) {
      LOG.warn("{} has only {} of the {} steps that were done", path, found, expected);
    } else if (!isLog && expected > 0) {
      LOG.warn("{} has none of the {} steps that were done; it begins anew", path, expected);
    }
    if (found == 0) {
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

  private static boolean isLog(Path path) throws IOException {
    return !rows(path, 0).isEmpty();
  }

  /**
   * Reads the header and the complete, sound rows up to a step, each step once and in order; empty
   * if the file is missing or is no such log.
   */
  private static List<String[]> rows(Path path, long lastStep) throws IOException {
    List<String[]> rows = new ArrayList<>();
    if (!Files.isRegularFile(path)) {
      return rows;
    }
    // Not readAllLines, which throws an exception for malformed bytes.
    String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    int end = text.lastIndexOf('\n');
    long last = 0;
    for (String line : text.substring(0, Math.max(0, end)).split("\n")) {
      String[] row = line.split(",", -1);
      if (rows.isEmpty()) {
        if (!row[0].equals(STEP)) {
          return rows;
        }
        rows.add(row);
      } else if (isRow(row, rows.get(0).length)) {
        long step = Long.parseLong(row[0]);
        if (step > last && step <= lastStep) {
          rows.add(row);
          last = step;
        }
      }
    }
    return rows;
  }

  private static boolean isRow(String[] row, int width) {
    if (!row[0].matches("\\d{1,18}") || row.length > width) {
      return false;
    }
    for (int i = 1; i < row.length; i++) {
      if (!row[i].isEmpty() && !isNumber(row[i])) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a cell is a number as this class writes it. */
  private static boolean isNumber(String text) {
    return text.matches("-?(\\d{1,40}\\.\\d{1,40}(E-?\\d{1,4})?|Infinity)|NaN");
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
    boolean missing = out == null && !Files.exists(Objects.requireNonNull(file));
    if (!columns.containsAll(names) || missing) {
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
    try {
      // In one call, so that a killed run leaves complete rows.
      open().write(rows.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw WriteException.of(Objects.requireNonNull(file), e);
    }
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
    Path path = Objects.requireNonNull(file);
    if (out != null && !Files.exists(path)) {
      LOG.warn("{} was deleted while the run was going on; it begins anew", path);
      close();
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
