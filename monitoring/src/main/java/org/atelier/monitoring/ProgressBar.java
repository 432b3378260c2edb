package org.atelier.monitoring;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.atelier.train.LoopListener;
import org.atelier.train.StepMetrics;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a run: steps, the loss of each phase, pictures per second, and the time
 * left. A progress bar on a terminal; elsewhere (a file, a pipe, a build server) some twenty lines.
 */
public final class ProgressBar implements LoopListener {
  private static final int LINES = 20;

  private final PrintWriter out;
  private final boolean asLines;
  private me.tongfei.progressbar.@Nullable ProgressBar bar;
  private @Nullable TrainingRun run;
  private Map<String, Float> latest = Map.of();
  private long startNanos;
  private long steps;

  private ProgressBar(PrintWriter out, boolean asLines) {
    this.out = out;
    this.asLines = asLines;
  }

  /** A progress bar if the standard output is a terminal; if not, lines to the standard output. */
  public static ProgressBar onScreen() {
    return onScreen(new PrintWriter(System.out));
  }

  /** A progress bar if the standard output is a terminal; if not, lines to the writer. */
  public static ProgressBar onScreen(PrintWriter out) {
    return new ProgressBar(out, !isTerminal());
  }

  /** Some twenty lines per run, to the writer. */
  public static ProgressBar lines(PrintWriter out) {
    return new ProgressBar(out, true);
  }

  /** Since Java 22, System.console() is never null; the launcher sets a property instead. */
  static boolean isTerminal() {
    String told = System.getProperty("atelier.terminal");
    return told != null ? Boolean.parseBoolean(told) : System.console() != null;
  }

  @Override
  public void onStart(TrainingRun run) throws IOException {
    this.run = run;
    startNanos = System.nanoTime();
    steps = run.firstStep();
    if (!asLines) {
      bar = draw(Duration.ZERO);
    }
  }

  private me.tongfei.progressbar.ProgressBar draw(Duration elapsed) {
    return new ProgressBarBuilder()
        .setTaskName("step")
        .setInitialMax(run().totalSteps())
        .startsFrom(steps, elapsed)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .build();
  }

  @Override
  public void onMetrics(List<StepMetrics> fetched) {
    latest = fetched.get(fetched.size() - 1).values();
  }

  @Override
  public void onStep(StepReport report) {
    steps = report.stepsDone();
    if (bar != null) {
      update(bar);
    } else if (asLines && isDue(report.run())) {
      out.printf(
          Locale.ROOT,
          "step %d/%d  %s  %s  %s left%n",
          steps,
          report.run().totalSteps(),
          losses(report.metrics()),
          speed(),
          left());
      out.flush();
    }
  }

  private void update(me.tongfei.progressbar.ProgressBar bar) {
    // The losses fetched last: the bar must not make every step wait for the device.
    bar.setExtraMessage(" " + losses(latest) + "  " + speed());
    bar.stepTo(steps);
  }

  /**
   * Prints a line. The progress bar so far stays above it and a new one continues below, since the
   * bar's updates move the cursor and would overwrite the line.
   */
  public void say(String line) {
    if (bar != null) {
      bar.close();
    }
    out.println(line);
    out.flush();
    if (bar != null) {
      bar = draw(Duration.ofNanos(System.nanoTime() - startNanos));
      update(bar);
    }
  }

  private boolean isDue(TrainingRun run) {
    long every = Math.max(1, run.totalSteps() / LINES);
    return steps % every == 0 || steps == run.totalSteps();
  }

  /** Formats the total losses of the phases; their terms are in losses.csv. */
  private String losses(Map<String, Float> metrics) {
    List<String> phases =
        metrics.keySet().stream().filter(metric -> !metric.contains(".")).toList();
    // A terminal is narrow, and D and G are the customary abbreviations.
    boolean initials =
        bar != null
            && phases.stream().map(ProgressBar::initial).distinct().count() == phases.size();
    return phases.stream()
        .map(
            phase ->
                String.format(
                    Locale.ROOT, "%s %.3f", initials ? initial(phase) : phase, metrics.get(phase)))
        .collect(Collectors.joining("  "));
  }

  private static String initial(String phase) {
    return phase.substring(0, 1).toUpperCase(Locale.ROOT);
  }

  private String speed() {
    var options = run().options();
    double images =
        (double) (steps - run().firstStep())
            * options.batchSize()
            * options.gradients().accumulation();
    return String.format(Locale.ROOT, "%.0f images/s", images / seconds());
  }

  private String left() {
    double perStep = seconds() / Math.max(1, steps - run().firstStep());
    return time((long) (perStep * (run().totalSteps() - steps)));
  }

  private double seconds() {
    return Math.max(1e-9, (System.nanoTime() - startNanos) / 1e9);
  }

  private static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private TrainingRun run() {
    return Objects.requireNonNull(run, "onStart comes first");
  }

  @Override
  public void onEnd(Outcome outcome) {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
