package org.atelier.monitoring;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells how many pictures are done: a bar on a terminal, elsewhere ten lines. */
public final class PictureCount implements AutoCloseable {
  private static final int LINES = 10;

  private final String task;
  private final long total;
  private final PrintWriter out;
  private final me.tongfei.progressbar.@Nullable ProgressBar bar;
  private long done;

  /**
   * Begins to count.
   *
   * @param task what is done, in a word or two
   * @param out for lines where there is no terminal
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

  /** So many more are done. */
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
