package org.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class RocAreaTest {
  @Test
  void known_areas() {
    assertThat(RocArea.of(new double[] {1, 2}, new double[] {4, 3})).isEqualTo(1);
    assertThat(RocArea.of(new double[] {3, 4}, new double[] {1, 2})).isZero();
    assertThat(RocArea.of(new double[] {5, 5}, new double[] {5})).isEqualTo(0.5);
    // scikit-learn's example: roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.75.
    assertThat(RocArea.of(new double[] {0.1, 0.4}, new double[] {0.35, 0.8})).isEqualTo(0.75);
  }

  @Test
  void the_area_is_the_share_of_pairs_in_the_right_order() {
    var random = CounterRandom.of(3);
    double[] negatives = random.ints(57, 0, 20).asDoubleStream().toArray();
    double[] positives = random.ints(34, 5, 25).asDoubleStream().toArray();
    double wins = 0;
    for (double low : negatives) {
      for (double high : positives) {
        wins += high > low ? 1 : high == low ? 0.5 : 0;
      }
    }
    assertThat(RocArea.of(negatives, positives)).isCloseTo(wins / (57 * 34), within(1e-12));
  }

  @Test
  void what_has_no_area_is_refused() {
    assertThatThrownBy(() -> RocArea.of(new double[0], new double[] {1}))
        .hasMessage("Expected at least one score of the negatives");
    assertThatThrownBy(() -> RocArea.of(new double[] {1}, new double[] {1, Double.NaN}))
        .hasMessage("A score of the positives is not a number");
  }
}
