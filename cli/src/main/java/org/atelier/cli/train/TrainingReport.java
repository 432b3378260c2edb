package org.atelier.cli.train;

import ai.djl.Device;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.atelier.engine.Precision;
import org.atelier.monitoring.LossPlot;
import org.atelier.monitoring.SampleGrid;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingRun;

/**
 * What a training command prints when a run starts and when it ends.
 *
 * @param name the name of the command
 */
record TrainingReport(String name, PrintWriter out) {
  /** A listener that prints the run's data, device and precision when the loop starts. */
  LoopListener announcement(
      String data, int size, String describe, Device device, Precision precision) {
    return new LoopListener() {
      @Override
      public void onStart(TrainingRun started) {
        out.printf(
            Locale.ROOT,
            "%s %s on %s: %d pictures at %s, %s, %s%n",
            started.firstStep() == 0 ? "Training" : "Resuming",
            name,
            data,
            size,
            describe,
            device.isGpu() ? "GPU" : "CPU",
            precision.name().toLowerCase(Locale.ROOT));
        out.flush();
      }
    };
  }

  /**
   * Reports a run that was stopped by the user or by the health guard.
   *
   * @param next the command to suggest for the model in a folder
   */
  void stopped(Path folder, LoopListener.Outcome outcome, Function<Path, String> next) {
    out.printf(Locale.ROOT, "Stopped after step %d: %s.%n", outcome.steps(), outcome.message());
    Path best = folder.resolve("best");
    if (Files.isDirectory(best)) {
      out.printf("The best checkpoint is in %s.  %s%n", best, next.apply(best));
    }
    out.printf("Resume with  ./atelier train %s --resume %s%n", name, folder);
  }

  /** Reports how many pictures could not be read; nothing if there are none. */
  void skipped(int count, int size) {
    if (count > 0) {
      out.printf(
          Locale.ROOT,
          "Skipped %d %s that could not be used (the data has %d examples); run.json says why.%n",
          count,
          count == 1 ? "picture" : "pictures",
          size);
    }
  }

  /**
   * Reports a run that has done all its steps.
   *
   * @param next the command to suggest
   */
  void done(Path folder, LoopListener.Outcome outcome, Duration time, String next) {
    out.printf(
        Locale.ROOT,
        "Done after step %d, in %d:%02d minutes.%n",
        outcome.steps(),
        time.toMinutes(),
        time.toSecondsPart());
    out.printf("  samples    %s%n", folder.resolve(SampleGrid.FOLDER));
    out.printf("  animation  %s%n", folder.resolve(SampleGrid.ANIMATION));
    out.printf("  losses     %s%n", folder.resolve(LossPlot.FILE));
    out.printf("  record     %s%n", folder.resolve("run.json"));
    out.println(next);
  }
}
