package org.atelier.translation.style.patches;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.TreeMap;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class PatchDictionaryTest {
  private static final int PATCH = 4;
  private static final int LENGTH = 3 * PATCH * PATCH;

  @Test
  void replacing_equals_unfolding_brute_force_search_and_averaging_in_java() {
    Picture picture = noise(13, 17, 1);
    // All directions: distances are those of pixels.
    PatchOptions options = PatchOptions.defaults().withPatch(PATCH).withDirections(LENGTH);
    PatchKeys keys = keys(noise(11, 12, 2), 50);
    var grid = new PatchGrid(13, 17, PATCH, 2, 1);

    Picture expected = bruteForce(picture, keys, grid, options.completeness() * PATCH * PATCH);

    Picture made;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray x = HostValues.toArray(manager, picture.values(), new Shape(1, 3, 13, 17));
      var dictionary = new PatchDictionary(keys, PATCH, options, manager);
      made = Picture.of(dictionary.replaced(x, grid, null).squeeze(0));
    }
    for (int i = 0; i < made.values().length; i++) {
      assertThat(Math.abs(made.values()[i] - expected.values()[i])).isLessThan(1e-5f);
    }
  }

  @Test
  void candidates_are_patches_of_the_style_and_mirror_images_and_none_comes_twice() {
    Picture style = noise(6, 7, 3);

    PatchKeys all = keys(style, 1000);

    assertThat(all.count()).isEqualTo(2 * 3 * 4);
    float[] first = patch(style, 0, 0);
    for (int i = 0; i < LENGTH; i++) {
      int mirrored = i / PATCH * PATCH + PATCH - 1 - i % PATCH;
      assertThat(all.values()[i]).isEqualTo(first[i]);
      assertThat(all.values()[LENGTH + i]).isEqualTo(first[mirrored]);
    }
    assertThat(keys(style, 10).count()).isEqualTo(10);
  }

  @Test
  void several_styles_give_candidates_by_their_shares() {
    var shares = new TreeMap<Integer, Double>();
    shares.put(PatchKeys.WHOLE, 1.0);
    Picture dark = new Picture(3, 20, 20, new float[1200]);
    var sources =
        List.of(
            new PatchKeys.Source(dark, 1, null, List.of()),
            new PatchKeys.Source(noise(20, 20, 4), 3, null, List.of()));

    PatchKeys keys = PatchKeys.draw(sources, shares, PATCH, 100, CounterRandom.of(6));

    int fromDark = 0;
    for (int i = 0; i < keys.count(); i++) {
      fromDark += keys.values()[i * LENGTH] == 0 ? 1 : 0;
    }
    assertThat(keys.count()).isEqualTo(100);
    assertThat(fromDark).isEqualTo(25);
  }

  private static PatchKeys keys(Picture style, int count) {
    var shares = new TreeMap<Integer, Double>();
    shares.put(PatchKeys.WHOLE, 1.0);
    var source = new PatchKeys.Source(style, 1, null, List.of());
    return PatchKeys.draw(List.of(source), shares, PATCH, count, CounterRandom.of(5));
  }

  private static Picture noise(int height, int width, long seed) {
    var random = CounterRandom.of(seed);
    var values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new Picture(3, height, width, values);
  }

  private static float[] patch(Picture picture, int top, int left) {
    return picture.cropReflected(top, left, PATCH, PATCH).values();
  }

  private static Picture bruteForce(Picture picture, PatchKeys keys, PatchGrid grid, double alpha) {
    int count = grid.rows() * grid.columns();
    var queries = new float[count * LENGTH];
    for (int i = 0; i < count; i++) {
      float[] query = patch(picture, top(grid, i), left(grid, i));
      System.arraycopy(query, 0, queries, i * LENGTH, LENGTH);
    }
    double[][] scores = PatchSearchTest.distances(keys.values(), keys.count(), queries, count);
    var least = new double[keys.count()];
    for (int j = 0; j < least.length; j++) {
      least[j] = Double.POSITIVE_INFINITY;
      for (double[] row : scores) {
        least[j] = Math.min(least[j], row[j]);
      }
    }
    var sums = new double[picture.values().length];
    var covered = new double[picture.values().length];
    for (int i = 0; i < count; i++) {
      int winner = 0;
      for (int j = 1; j < least.length; j++) {
        double score = scores[i][j] / (alpha + least[j]);
        winner = score < scores[i][winner] / (alpha + least[winner]) ? j : winner;
      }
      for (int p = 0; p < LENGTH; p++) {
        int y = top(grid, i) + p / PATCH % PATCH;
        int x = left(grid, i) + p % PATCH;
        if (y >= 0 && y < picture.height() && x >= 0 && x < picture.width()) {
          int at = (p / (PATCH * PATCH) * picture.height() + y) * picture.width() + x;
          sums[at] += keys.values()[winner * LENGTH + p];
          covered[at]++;
        }
      }
    }
    var values = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (sums[i] / covered[i]);
    }
    return new Picture(3, picture.height(), picture.width(), values);
  }

  private static int top(PatchGrid grid, int index) {
    return index / grid.columns() * grid.stride() - grid.margin();
  }

  private static int left(PatchGrid grid, int index) {
    return index % grid.columns() * grid.stride() - grid.margin();
  }
}
