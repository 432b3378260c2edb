package org.atelier.monitoring;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.atelier.weights.catalogue.CatalogueEntry;
import org.atelier.weights.catalogue.DownloadListener;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far downloads are: a progress bar on a terminal, elsewhere (a file, a pipe, a build
 * server) some ten lines for each file.
 */
public final class DownloadBar implements DownloadListener {
  private static final int LINES = 10;
  private static final double MEGABYTE = 1e6;

  private final PrintWriter out;
  private final boolean asLines;
  private me.tongfei.progressbar.@Nullable ProgressBar bar;
  private String name = "";
  private long total;
  private long shown;

  private DownloadBar(PrintWriter out, boolean asLines) {
    this.out = out;
    this.asLines = asLines;
  }

  /** A progress bar if the standard output is a terminal; if not, lines to the writer. */
  public static DownloadBar onScreen(PrintWriter out) {
    return new DownloadBar(out, !ProgressBar.isTerminal());
  }

  /** Some ten lines for each file, to the writer. */
  public static DownloadBar lines(PrintWriter out) {
    return new DownloadBar(out, true);
  }

  @Override
  public void onStart(CatalogueEntry entry, long from, long total) {
    onEnd();
    name = entry.name();
    this.total = Math.max(1, total);
    shown = from * LINES / this.total;
    if (asLines) {
      out.printf(
          Locale.ROOT,
          "Downloading %s (%.1f MB) from %s%s%n",
          name,
          total / MEGABYTE,
          entry.origin().address().getHost(),
          from == 0 ? "" : String.format(Locale.ROOT, ", on from %.1f MB", from / MEGABYTE));
      out.flush();
    } else {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(total)
              .startsFrom(from, Duration.ZERO)
              .setUnit(" MB", (long) MEGABYTE)
              .showSpeed()
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
    }
  }

  @Override
  public void onBytes(long done) {
    if (bar != null) {
      bar.stepTo(done);
    } else if (done * LINES / total > shown) {
      shown = done * LINES / total;
      out.printf(Locale.ROOT, "%s: %.1f of %.1f MB%n", name, done / MEGABYTE, total / MEGABYTE);
      out.flush();
    }
  }

  @Override
  public void onEnd() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
