package org.atelier.translation.style.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.HostValues;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a search of all patches in Java, and numbers that PyTorch 1.13 computed. */
class PatchSwapTest {
  private static final int CHANNELS = 3;

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  private NDArray random(int height, int width, long seed) {
    var values = new float[CHANNELS * height * width];
    CounterRandom random = CounterRandom.of(seed, 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return HostValues.toArray(scope, values, new Shape(1, CHANNELS, height, width));
  }

  @ParameterizedTest
  @CsvSource({
    // patch, stride, content, style, similarities of a block
    "3, 1, 8, 11, 7, 9, 16777216",
    "3, 1, 8, 11, 7, 9, 1",
    "3, 1, 8, 11, 7, 9, 900",
    "3, 2, 9, 11, 7, 9, 16777216",
    "1, 1, 4, 5, 6, 3, 16777216",
    "2, 2, 8, 6, 5, 5, 100",
    "5, 1, 5, 5, 5, 6, 16777216"
  })
  void replaces_each_patch_by_that_of_the_largest_normalised_correlation(
      int patch, int stride, int height, int width, int rows, int columns, long block) {
    NDArray content = random(height, width, 1);
    NDArray style = random(rows, columns, 2);
    NDArray values = random(rows, columns, 3);
    int before = scope.getManagedArrays().size();

    NDArray found = new PatchSwap(patch, stride, block).swapped(content, style, values, null);

    assertThat(scope.getManagedArrays()).hasSize(before + 1);
    assertThat(found.getShape()).isEqualTo(content.getShape());
    assertThat(found.toFloatArray())
        .containsExactly(bruteForce(content, style, values, patch, stride, null), within(1e-5f));
  }

  @Test
  void patches_come_from_those_of_the_same_label() {
    NDArray content = random(6, 7, 1);
    NDArray style = random(5, 6, 2);
    var labels = new PatchSwap.Labels(new long[42], new long[12]);
    for (int i = 0; i < 42; i++) {
      labels.content()[i] = i % 7 < 3 ? 0 : 1;
    }
    for (int i = 0; i < 12; i++) {
      labels.style()[i] = i % 4 < 2 ? 1 : 0;
    }

    NDArray found = new PatchSwap(3, 1, 20).swapped(content, style, style, labels);

    float[] expected = bruteForce(content, style, style, 3, 1, labels);
    assertThat(found.toFloatArray()).containsExactly(expected, within(1e-5f));
    assertThat(expected).isNotEqualTo(bruteForce(content, style, style, 3, 1, null));
  }

  @Test
  void a_stride_that_leaves_a_rest_continues_the_content_by_reflection() {
    NDArray content = random(8, 6, 1);
    NDArray style = random(7, 7, 2);

    NDArray found = new PatchSwap(3, 2, 1000).swapped(content, style, style, null);

    NDArray continued = scope.zeros(new Shape(1, CHANNELS, 9, 7));
    float[] c = content.toFloatArray();
    var larger = new float[CHANNELS * 63];
    for (int i = 0; i < larger.length; i++) {
      int y = i / 7 % 9;
      int x = i % 7;
      larger[i] = c[i / 63 * 48 + (y < 8 ? y : 6) * 6 + (x < 6 ? x : 4)];
    }
    continued.set(larger);
    float[] whole = bruteForce(continued, style, style, 3, 2, null);
    float[] values = found.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      float expected = whole[i / 48 * 63 + i / 6 % 8 * 7 + i % 6];
      assertThat(values[i]).isCloseTo(expected, within(1e-5f));
    }
  }

  @Test
  void features_swapped_by_themselves_stay() {
    NDArray features = random(9, 8, 1);

    NDArray found = new PatchSwap(3, 1, 1000).swapped(features, features, features, null);

    assertThat(found.toFloatArray()).containsExactly(features.toFloatArray(), within(1e-5f));
  }

  /** The definition. */
  private static float[] bruteForce(
      NDArray content,
      NDArray style,
      NDArray values,
      int patch,
      int stride,
      PatchSwap.Labels labels) {
    int height = (int) content.getShape().get(2);
    int width = (int) content.getShape().get(3);
    int rows = (int) style.getShape().get(2);
    int columns = (int) style.getShape().get(3);
    float[] c = content.toFloatArray();
    float[] s = style.toFloatArray();
    float[] v = values.toFloatArray();
    var sum = new double[c.length];
    var count = new int[height * width];
    for (int y = 0; y + patch <= height; y += stride) {
      for (int x = 0; x + patch <= width; x += stride) {
        double best = Double.NEGATIVE_INFINITY;
        int at = -1;
        int number = 0;
        for (int sy = 0; sy + patch <= rows; sy++) {
          for (int sx = 0; sx + patch <= columns; sx++, number++) {
            int centre = (y + patch / 2) * width + x + patch / 2;
            if (labels != null && labels.content()[centre] != labels.style()[number]) {
              continue;
            }
            double product = 0;
            double norm = 0;
            for (int i = 0; i < CHANNELS * patch * patch; i++) {
              int channel = i / (patch * patch);
              int dy = i / patch % patch;
              int dx = i % patch;
              double of = s[(channel * rows + sy + dy) * columns + sx + dx];
              product += of * c[(channel * height + y + dy) * width + x + dx];
              norm += of * of;
            }
            if (product / Math.sqrt(norm) > best) {
              best = product / Math.sqrt(norm);
              at = sy * columns + sx;
            }
          }
        }
        for (int dy = 0; dy < patch; dy++) {
          for (int dx = 0; dx < patch; dx++) {
            int place = (y + dy) * width + x + dx;
            count[place]++;
            for (int channel = 0; channel < CHANNELS; channel++) {
              sum[channel * height * width + place] +=
                  v[channel * rows * columns + at + dy * columns + dx];
            }
          }
        }
      }
    }
    var mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / count[i % (height * width)]);
    }
    return mean;
  }
}
