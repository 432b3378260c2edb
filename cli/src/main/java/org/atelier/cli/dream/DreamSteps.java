package org.atelier.cli.dream;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.atelier.image.Picture;
import org.atelier.monitoring.PictureCount;
import org.jspecify.annotations.Nullable;

/** Shows the steps of a dream. */
final class DreamSteps implements AutoCloseable {
  private final PrintWriter out;
  private @Nullable PictureCount count;

  DreamSteps(PrintWriter out) {
    this.out = out;
  }

  /** Called after each step; {@link org.atelier.translation.dream.DreamProgress#step}. */
  boolean step(long done, long steps, double value, Supplier<Picture> preview) {
    PictureCount known = count;
    if (known == null) {
      known = new PictureCount("dream", steps, out);
      count = known;
    }
    known.add(1);
    return true;
  }

  @Override
  public void close() {
    if (count != null) {
      count.close();
    }
  }
}
