package org.atelier.translation.style.patches;

import java.util.List;
import java.util.function.Supplier;
import org.atelier.image.Picture;
import org.atelier.translation.style.StyleProgress;

/** Counts the patches that are replaced, which is what takes time. */
final class PatchProgress {
  private final StyleProgress listener;
  private final long all;
  private long done;
  private boolean goesOn = true;

  /**
   * Begins to count.
   *
   * @param scales those that are computed
   * @param content for its proportions
   */
  PatchProgress(
      StyleProgress listener, PatchOptions options, List<PatchScale> scales, Picture content) {
    this.listener = listener;
    long sum = 0;
    for (PatchScale scale : scales) {
      int height = scale.height(content.height(), content.width());
      int width = scale.width(content.height(), content.width());
      var grid = new PatchGrid(height, width, scale.patch(), options.stride(), 0);
      boolean last = scale == scales.get(scales.size() - 1);
      int grids = options.iterations() + (last ? options.stride() - 1 : 0);
      sum += (long) grids * grid.rows() * grid.columns();
    }
    all = sum;
  }

  /** Counts an iteration; returns whether to go on. */
  boolean replaced(int patches, Supplier<Picture> preview) {
    // With another offset there may be a row of patches more.
    done = Math.min(all, done + patches);
    goesOn = listener.step(done, all, preview);
    return goesOn;
  }

  boolean goesOn() {
    return goesOn;
  }
}
