package org.atelier.translation.style.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.atelier.engine.HostValues;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class PatchSearchTest {
  /** So large that all keys count alike, and a power of two, so that scores are exact. */
  private static final double NEAREST = 0x1p40;

  @Property(tries = 40)
  void the_nearest_neighbour_is_exactly_that_of_a_brute_force_search(
      @ForAll @IntRange(min = 1, max = 130) int keys,
      @ForAll @IntRange(min = 1, max = 600) int queries,
      @ForAll @IntRange(min = 1, max = 12) int size,
      @ForAll long seed) {
    // Whole numbers have exact products in float32, so that there is nothing to tolerate.
    float[] k = wholeNumbers(keys * size, CounterRandom.of(seed, 1));
    float[] q = wholeNumbers(queries * size, CounterRandom.of(seed, 2));

    long[] winners = search(k, keys, q, queries, NEAREST);

    double[][] distances = distances(k, keys, q, queries);
    for (int i = 0; i < queries; i++) {
      double least = Arrays.stream(distances[i]).min().orElseThrow();
      assertThat(distances[i][(int) winners[i]]).isEqualTo(least);
    }
  }

  @Test
  void the_winner_has_the_least_score_of_a_brute_force_search() {
    int keys = 200;
    int queries = 700;
    int size = 32;
    float[] k = CounterRandom.of(3, 1).gaussians(keys * size);
    float[] q = CounterRandom.of(3, 2).gaussians(queries * size);
    double alpha = 0.7;

    long[] winners = search(k, keys, q, queries, alpha);

    double[][] scores = distances(k, keys, q, queries);
    for (int j = 0; j < keys; j++) {
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < queries; i++) {
        least = Math.min(least, scores[i][j]);
      }
      for (int i = 0; i < queries; i++) {
        scores[i][j] /= alpha + least;
      }
    }
    for (int i = 0; i < queries; i++) {
      double least = Arrays.stream(scores[i]).min().orElseThrow();
      assertThat(scores[i][(int) winners[i]]).isCloseTo(least, within(1e-5 * least));
    }
  }

  @Test
  void with_a_small_alpha_every_key_is_used_which_the_nearest_neighbour_alone_does_not() {
    int count = 40;
    // Key j is near query j, but further off the farther j is: key 0 is nearest to all.
    var k = new float[count * 2];
    var q = new float[count * 2];
    for (int j = 0; j < count; j++) {
      q[2 * j] = k[2 * j] = 0.1f * j;
      k[2 * j + 1] = 2f * j;
    }

    long[] nearest = search(k, count, q, count, NEAREST);
    long[] complete = search(k, count, q, count, 1e-3);

    assertThat(Arrays.stream(nearest).distinct().count()).isLessThan(count / 4);
    for (int j = 0; j < count; j++) {
      assertThat(complete[j]).isEqualTo(j);
    }
  }

  private static float[] wholeNumbers(int count, CounterRandom random) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(-8, 9);
    }
    return values;
  }

  /** Keys (K, D) and queries (N, D), row by row. */
  static long[] search(float[] keys, int count, float[] queries, int rows, double alpha) {
    int size = keys.length / count;
    var columns = new float[queries.length];
    for (int i = 0; i < rows; i++) {
      for (int d = 0; d < size; d++) {
        columns[d * rows + i] = queries[i * size + d];
      }
    }
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray k = HostValues.toArray(manager, keys, new Shape(count, size));
      NDArray q = HostValues.toArray(manager, columns, new Shape(size, rows));
      return PatchSearch.winners(k, q, alpha).toLongArray();
    }
  }

  static double[][] distances(float[] keys, int count, float[] queries, int rows) {
    int size = keys.length / count;
    var distances = new double[rows][count];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < count; j++) {
        for (int d = 0; d < size; d++) {
          double difference = queries[i * size + d] - keys[j * size + d];
          distances[i][j] += difference * difference;
        }
      }
    }
    return distances;
  }
}
