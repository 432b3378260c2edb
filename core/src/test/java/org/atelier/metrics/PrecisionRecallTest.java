package org.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.assertj.core.data.Offset;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionRecallTest {
  private static final Golden GOLDEN = Golden.load("metrics/prdc");

  /** torch-fidelity gives float32. */
  private static final Offset<Double> EXACT = within(1e-6);

  private static FeatureSample sample(String tensor) {
    try (NDManager scope = NDManager.newBaseManager()) {
      return sample(GOLDEN.array(tensor, scope));
    }
  }

  private static FeatureSample sample(NDArray features) {
    var sample = new FeatureSample(5000, 0);
    sample.add(features);
    return sample;
  }

  private static double value(String tensor) {
    return GOLDEN.tensor(tensor).toDoubles()[0];
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void should_give_the_references_numbers(int k) {
    var real = sample("real_features");
    var fake = sample("fake_features");
    var options = PrecisionRecallOptions.defaults().withNeighbours(k);

    var result = PrecisionRecall.between(real, fake, options);
    assertThat(result.precision()).isCloseTo(value("output.precision_k" + k), EXACT);
    assertThat(result.recall()).isCloseTo(value("output.recall_k" + k), EXACT);
    assertThat(result.density()).isCloseTo(value("output.density_k" + k), EXACT);
    assertThat(result.coverage()).isCloseTo(value("output.coverage_k" + k), EXACT);

    var inclusive = PrecisionRecall.between(real, fake, options.withBorderCounts(true));
    assertThat(inclusive.precision())
        .isCloseTo(value("output.torch_fidelity_precision_k" + k), EXACT);
    assertThat(inclusive.recall()).isCloseTo(value("output.torch_fidelity_recall_k" + k), EXACT);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void should_give_the_references_radii(int k) {
    GOLDEN.assertMatches("output.real_radii_k" + k, doubles(sample("real_features"), k));
    GOLDEN.assertMatches("output.fake_radii_k" + k, doubles(sample("fake_features"), k));
  }

  private static HostTensor doubles(FeatureSample sample, int k) {
    try (NDManager scope = NDManager.newBaseManager()) {
      return HostTensor.of(scope.create(PrecisionRecall.radii(sample, k)));
    }
  }

  @Test
  void should_go_through_sets_larger_than_a_block() {
    try (NDManager scope = NDManager.newBaseManager()) {
      var first = scope.create(CounterRandom.of(1).gaussians(2100 * 4), new Shape(2100, 4));
      var second = scope.create(CounterRandom.of(2).gaussians(1500 * 4), new Shape(1500, 4));
      var far = second.add(100);
      var options = PrecisionRecallOptions.defaults();

      var alike = PrecisionRecall.between(sample(first), sample(second), options);
      assertThat(alike.precision()).isBetween(0.9, 1.0);
      assertThat(alike.recall()).isBetween(0.9, 1.0);
      assertThat(alike.density()).isBetween(0.9, 1.1);
      assertThat(PrecisionRecall.between(sample(first), sample(far), options))
          .isEqualTo(new PrecisionRecall(0, 0, 0, 0));
    }
  }

  @Test
  void should_need_more_pictures_than_neighbours() {
    var options = PrecisionRecallOptions.defaults().withNeighbours(40);
    assertThatThrownBy(
            () ->
                PrecisionRecall.between(sample("real_features"), sample("fake_features"), options))
        .hasMessageContaining("more than 40 generated pictures");
  }
}
