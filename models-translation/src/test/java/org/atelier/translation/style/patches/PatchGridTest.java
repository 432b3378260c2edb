package org.atelier.translation.style.patches;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PatchGridTest {
  @Property(tries = 200)
  void patches_cover_every_pixel_and_read_within_the_picture(
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 2, max = 12) int patch,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(min = 0, max = 3) int offset) {
    var grid = new PatchGrid(height, width, patch, Math.min(stride, patch), offset % stride);

    assertThat(grid.sourceRows()).hasSize(grid.rowWeights().length);
    assertThat(grid.sourceRows().length).isGreaterThanOrEqualTo(grid.margin() + height);
    assertThat(grid.sourceColumns().length).isGreaterThanOrEqualTo(grid.margin() + width);
    for (long row : grid.sourceRows()) {
      assertThat(row).isBetween(0L, height - 1L);
    }
    for (int y = 0; y < height; y++) {
      assertThat(grid.sourceRows()[grid.margin() + y]).isEqualTo(y);
      assertThat(grid.rowWeights()[grid.margin() + y]).isPositive();
    }
    for (int x = 0; x < width; x++) {
      assertThat(grid.sourceColumns()[grid.margin() + x]).isEqualTo(x);
      assertThat(grid.columnWeights()[grid.margin() + x]).isPositive();
    }
  }
}
