package org.atelier.monitoring;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.atelier.files.NewFile;
import org.atelier.train.Checkpoint;
import org.atelier.train.LoopListener;
import org.atelier.train.LossLog;
import org.atelier.train.TrainingRun;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws {@code losses.png} from {@code losses.csv}, at every checkpoint and at the end of a run: a
 * curve of the loss of each phase. Needs no display. A Java runtime without fonts draws no plot,
 * which does not stop the run.
 */
public final class LossPlot implements LoopListener {
  /** The plot's name in the run's folder. */
  public static final String FILE = "losses.png";

  private static final Logger LOG = LoggerFactory.getLogger(LossPlot.class);
  private static final int POINTS = 300;
  private static final int WIDTH = 900;
  private static final int HEIGHT = 500;

  private @Nullable Path folder;

  /** The points of a curve, each the mean over an interval of steps. */
  private record Curve(List<Double> steps, List<Double> losses) {
    Curve() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  @Override
  public void onStart(TrainingRun run) {
    folder = run.folder();
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) throws IOException {
    draw();
  }

  @Override
  public void onEnd(Outcome outcome) throws IOException {
    draw();
  }

  private void draw() throws IOException {
    if (folder == null || !Files.exists(folder.resolve(LossLog.FILE))) {
      return;
    }
    Map<String, Curve> curves = read(folder.resolve(LossLog.FILE));
    if (curves.isEmpty()) {
      return;
    }
    BufferedImage image;
    try {
      image = BitmapEncoder.getBufferedImage(chart(curves));
    } catch (RuntimeException | LinkageError | InternalError e) {
      // Java draws text with the system's font library, which minimal servers lack.
      LOG.warn("Skipping {}: this Java runtime cannot draw it ({})", FILE, e.toString());
      return;
    }
    try (var file = new NewFile(folder.resolve(FILE))) {
      // In memory: ImageIO's own choice, a temporary file, cannot be made while the JVM shuts down.
      try (var out = new MemoryCacheImageOutputStream(file.stream())) {
        if (!ImageIO.write(image, "png", out)) {
          throw new IOException("This Java runtime has no PNG encoder");
        }
      }
      file.commit();
    }
  }

  private static XYChart chart(Map<String, Curve> curves) {
    var chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Losses")
            .xAxisTitle("step")
            .yAxisTitle("loss")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLocale(Locale.ROOT);
    curves.forEach(
        (name, curve) ->
            chart.addSeries(name, curve.steps(), curve.losses()).setMarker(SeriesMarkers.NONE));
    return chart;
  }

  /** Reads the columns without a dot: the total loss of each phase, not its terms. */
  private static Map<String, Curve> read(Path csv) throws IOException {
    long rows;
    try (BufferedReader reader = open(csv)) {
      rows = reader.lines().count() - 1;
    }
    long bucket = Math.max(1, (rows + POINTS - 1) / POINTS);
    var curves = new LinkedHashMap<String, Curve>();
    try (BufferedReader reader = open(csv)) {
      String header = reader.readLine();
      if (header == null) {
        return curves;
      }
      String[] names = header.split(",", -1);
      var sums = new double[names.length];
      var counts = new int[names.length];
      long row = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.split(",", -1);
        for (int i = 1; i < Math.min(cells.length, names.length); i++) {
          double value = number(cells[i]);
          if (Double.isFinite(value)) {
            sums[i] += value;
            counts[i]++;
          }
        }
        row++;
        if (row % bucket == 0 || row == rows) {
          for (int i = 1; i < names.length; i++) {
            double step = number(cells[0]);
            if (counts[i] > 0 && !names[i].contains(".") && Double.isFinite(step)) {
              Curve curve = curves.computeIfAbsent(names[i], name -> new Curve());
              curve.steps().add(step);
              curve.losses().add(sums[i] / counts[i]);
            }
            sums[i] = 0;
            counts[i] = 0;
          }
        }
      }
    }
    return curves;
  }

  /** Opens the file; malformed bytes are replaced, so that a damaged line hides no other. */
  private static BufferedReader open(Path csv) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(csv), StandardCharsets.UTF_8));
  }

  /** Returns the number in a cell; NaN for an empty or damaged one. */
  private static double number(String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
