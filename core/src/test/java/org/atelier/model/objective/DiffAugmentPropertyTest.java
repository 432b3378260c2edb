package org.atelier.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.atelier.random.CounterRandom;

/** What the changes do to any picture. */
class DiffAugmentPropertyTest {
  private static final int CHANNELS = 3;

  @Property(tries = 60)
  void colour_keeps_what_the_formulas_keep(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width) {
    float[] x = picture(seed, height, width);
    float[] y = changed(DiffAugment.none().withColour(true), x, seed, height, width);
    // Saturation and contrast keep the picture's mean, so only the brightness moves it.
    assertThat(mean(y) - mean(x)).isBetween(-0.5001, 0.5001);
    // At a pixel, differences of channels are multiplied with saturation · contrast in [0, 3).
    int area = height * width;
    for (int i = 0; i < area; i++) {
      float before = x[i] - x[area + i];
      float after = y[i] - y[area + i];
      assertThat(before * after).isGreaterThanOrEqualTo(-1e-5f);
      assertThat(Math.abs(after)).isLessThanOrEqualTo(3 * Math.abs(before) + 1e-5f);
    }
  }

  @Property(tries = 60)
  void translation_moves_all_channels_by_one_shift_and_fills_with_zeros(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
    float[] x = picture(seed, height, width);
    float[] y = changed(DiffAugment.none().withTranslation(share), x, seed, height, width);
    int tall = (int) (height * share + 0.5);
    int wide = (int) (width * share + 0.5);
    boolean found = false;
    for (int down = -tall; down <= tall && !found; down++) {
      for (int right = -wide; right <= wide && !found; right++) {
        found = isShifted(x, y, height, width, down, right);
      }
    }
    assertThat(found).as("a shift of at most %s × %s", tall, wide).isTrue();
  }

  private static boolean isShifted(
      float[] x, float[] y, int height, int width, int down, int right) {
    for (int c = 0; c < CHANNELS; c++) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          int row = i + down;
          int column = j + right;
          boolean inside = row >= 0 && row < height && column >= 0 && column < width;
          float expected = inside ? x[(c * height + row) * width + column] : 0;
          if (y[(c * height + i) * width + j] != expected) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Property(tries = 60)
  void cutout_sets_a_rectangle_of_at_most_its_size_to_zero(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
    float[] x = picture(seed, height, width);
    float[] y = changed(DiffAugment.none().withCutout(share), x, seed, height, width);
    int top = height;
    int bottom = -1;
    int left = width;
    int right = -1;
    int cut = 0;
    int area = height * width;
    for (int i = 0; i < area; i++) {
      for (int c = 1; c < CHANNELS; c++) {
        assertThat(y[c * area + i] == 0).as("every channel").isEqualTo(y[i] == 0);
      }
      if (y[i] == 0) {
        cut++;
        top = Math.min(top, i / width);
        bottom = Math.max(bottom, i / width);
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
      } else {
        assertThat(y[i]).isEqualTo(x[i]);
      }
    }
    if (cut > 0) {
      assertThat(cut).isEqualTo((bottom - top + 1) * (right - left + 1));
      assertThat(bottom - top + 1).isLessThanOrEqualTo((int) (height * share + 0.5));
      assertThat(right - left + 1).isLessThanOrEqualTo((int) (width * share + 0.5));
    }
  }

  @Property(tries = 20)
  void each_picture_is_changed_by_itself(@ForAll long seed) {
    float[] x = picture(seed, 8, 8);
    var both = new float[2 * x.length];
    System.arraycopy(x, 0, both, 0, x.length);
    System.arraycopy(x, 0, both, x.length, x.length);
    float[] y = changed(DiffAugment.none().withColour(true), both, seed, 8, 8);
    assertThat(y[0]).isNotCloseTo(y[x.length], within(1e-7f));
  }

  /** Values in [0.5, 1), none of them 0. */
  private static float[] picture(long seed, int height, int width) {
    var values = new float[CHANNELS * height * width];
    var random = CounterRandom.of(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + random.nextFloat() / 2;
    }
    return values;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static float[] changed(
      DiffAugment augment, float[] values, long seed, int height, int width) {
    try (NDManager scope = NDManager.newBaseManager()) {
      int count = values.length / (CHANNELS * height * width);
      NDArray x = scope.create(values, new Shape(count, CHANNELS, height, width));
      var step = new Step<>(0, "batch", scope, CounterRandom.of(seed, 1));
      return augment.apply(step, x).toFloatArray();
    }
  }
}
