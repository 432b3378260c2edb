package org.atelier.monitoring;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how many pictures have been processed: a progress bar on a terminal, ten lines elsewhere.
 */
public final class PictureCount implements AutoCloseable {
  private static final int LINES = 10;

  private final String task;
  private final long total;
  private final PrintWriter out;
  private final me.tongfei.progressbar.@Nullable ProgressBar bar;
  private long done;

  /**
   * Starts at 0.
   *
   * @param task the name of the task, in a word or two
   * @param total the number of pictures, at least 1
   * @param out receives the lines where there is no terminal
   */
  public PictureCount(String task, long total, PrintWriter out) {
    this.task = task;
    this.total = total;
    this.out = out;
    bar =
        ProgressBar.isTerminal()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .build()
            : null;
  }

  /** Adds {@code count} pictures to those that have been processed. */
  public void add(int count) {
    long before = done;
    done += count;
    if (bar != null) {
      bar.stepTo(done);
    } else if (done * LINES / total > before * LINES / total) {
      out.printf(Locale.ROOT, "%s %d/%d%n", task, done, total);
      out.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
