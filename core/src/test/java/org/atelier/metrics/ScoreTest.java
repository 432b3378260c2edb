package org.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.metrics.sets.FeatureSample;
import org.junit.jupiter.api.Test;

class ScoreTest {
  private static final Fingerprint PROTOCOL =
      new Fingerprint("5 subsets", "net", "ab12", "none", "[-1, 1]", 100, 50, "clothes/test");

  private static Score distance(double value, Fingerprint fingerprint) {
    return new Score("feature distance", value, 0, false, fingerprint);
  }

  @Test
  void should_compare_numbers_of_one_protocol() {
    assertThat(distance(2, PROTOCOL).minus(distance(5, PROTOCOL))).isEqualTo(-3);
    assertThat(distance(2, PROTOCOL).isBetterThan(distance(5, PROTOCOL))).isTrue();
    var high = new Score("PSNR", 30, 1, true, PROTOCOL);
    assertThat(high.isBetterThan(new Score("PSNR", 29, 2, true, PROTOCOL))).isTrue();
    assertThat(high.isBetterThan(high)).isFalse();
  }

  @Test
  void should_refuse_numbers_of_another_protocol_and_say_in_what_they_differ() {
    var other =
        new Fingerprint("5 subsets", "net", "cd34", "none", "[-1, 1]", 100, 60, "clothes/test");
    assertThatThrownBy(() -> distance(2, PROTOCOL).isBetterThan(distance(5, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hash of the feature network is \"ab12\" here and \"cd34\" there")
        .hasMessageContaining("number of generated pictures is \"50\" here and \"60\" there")
        .hasMessageNotContaining("reference data");
    assertThatThrownBy(() -> distance(2, PROTOCOL).minus(new Score("FID", 1, 0, false, PROTOCOL)))
        .hasMessage("Expected another feature distance to compare with, but got a FID");
    assertThatThrownBy(() -> distance(Double.NaN, PROTOCOL)).hasMessageContaining("not a number");
  }

  @Test
  void should_keep_each_picture_of_a_long_stream_with_the_same_probability() {
    var kept = new int[10];
    try (NDManager scope = NDManager.newBaseManager()) {
      for (int seed = 0; seed < 300; seed++) {
        var sample = new FeatureSample(4, seed);
        sample.add(scope.arange(7f).reshape(7, 1));
        sample.add(scope.arange(7f, 10f).reshape(3, 1));
        assertThat(sample.seen()).isEqualTo(10);
        for (float value : sample.toArray(scope).toFloatArray()) {
          kept[(int) value]++;
        }
      }
      assertThat(new FeatureSample(4, 0).toArray(scope).getShape()).isEqualTo(new Shape(0, 0));
    }
    // 120 expected each, with a deviation of 8.5.
    assertThat(kept)
        .satisfies(
            counts -> {
              for (int count : counts) {
                assertThat(count).isBetween(85, 155);
              }
            });
  }
}
