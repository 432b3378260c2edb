package org.atelier.metrics.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionRecallTest {
  private static final String FAMILY = "metrics";
  private static final String SOURCE = "prdc/prdc.py";

  private static FeatureSample sample(Golden golden, String tensor) {
    try (NDManager scope = NDManager.newBaseManager()) {
      return sample(golden.array(tensor, scope));
    }
  }

  private static FeatureSample sample(NDArray features) {
    var sample = new FeatureSample(5000, 0);
    sample.add(features);
    return sample;
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_the_references_numbers(Golden golden) {
    for (JsonElement neighbours : golden.constructor().getAsJsonArray("ks")) {
      check(golden, neighbours.getAsInt());
    }
  }

  private static void check(Golden golden, int k) {
    var real = sample(golden, "real_features");
    var fake = sample(golden, "fake_features");
    var options = PrecisionRecallOptions.defaults().withNeighbours(k);

    var result = PrecisionRecall.between(real, fake, options);
    golden.assertMatches("output.precision_k" + k, result.precision());
    golden.assertMatches("output.recall_k" + k, result.recall());
    golden.assertMatches("output.density_k" + k, result.density());
    golden.assertMatches("output.coverage_k" + k, result.coverage());

    var inclusive = PrecisionRecall.between(real, fake, options.withBorderCounts(true));
    golden.assertMatches("output.torch_fidelity_precision_k" + k, inclusive.precision());
    golden.assertMatches("output.torch_fidelity_recall_k" + k, inclusive.recall());
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_the_references_radii(Golden golden) {
    for (JsonElement neighbours : golden.constructor().getAsJsonArray("ks")) {
      int k = neighbours.getAsInt();
      golden.assertMatches("output.real_radii_k" + k, doubles(sample(golden, "real_features"), k));
      golden.assertMatches("output.fake_radii_k" + k, doubles(sample(golden, "fake_features"), k));
    }
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

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void should_decide_ties_by_the_definition_and_not_by_rounding(int k) {
    try (NDManager scope = NDManager.newBaseManager()) {
      // Far from 0, where products of features would lose their differences.
      NDArray values = scope.create(CounterRandom.of(3).gaussians(60 * 500), new Shape(60, 500));
      FeatureSample set = sample(values.add(30));
      var open = PrecisionRecallOptions.defaults().withNeighbours(k);

      // Each ball holds its centre and k neighbours, the last of them on the border.
      assertThat(PrecisionRecall.between(set, set, open))
          .isEqualTo(new PrecisionRecall(1, 1, 1, 1));
      assertThat(PrecisionRecall.between(set, set, open.withBorderCounts(true)))
          .isEqualTo(new PrecisionRecall(1, 1, (k + 1.0) / k, 1));
    }
  }

  @Test
  void should_find_copies_on_the_border_of_balls_without_radius() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray values = scope.create(CounterRandom.of(4).gaussians(20 * 300), new Shape(20, 300));
      NDArray far = values.mul(7).add(11);
      // Each picture three times: with two neighbours all radii are 0.
      FeatureSample copies = sample(NDArrays.concat(new NDList(far, far, far)));
      FeatureSample once = sample(far);
      var open = PrecisionRecallOptions.defaults().withNeighbours(2);
      var closed = open.withBorderCounts(true);

      assertThat(PrecisionRecall.radii(copies, 2)).containsOnly(0);
      assertThat(PrecisionRecall.between(copies, copies, open))
          .isEqualTo(new PrecisionRecall(0, 0, 0, 0));
      assertThat(PrecisionRecall.between(copies, copies, closed))
          .isEqualTo(new PrecisionRecall(1, 1, 1.5, 1));
      var mixed = PrecisionRecall.between(copies, once, open);
      assertThat(mixed.precision()).isZero();
      assertThat(mixed.recall()).isEqualTo(1);
      assertThat(mixed.coverage()).isZero();
      assertThat(PrecisionRecall.between(copies, once, closed).precision()).isEqualTo(1);
    }
  }

  @Test
  void should_give_a_collapsed_set_0_with_open_balls_and_1_with_closed_ones() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray row = scope.create(CounterRandom.of(5).gaussians(2048), new Shape(1, 2048)).add(5);
      FeatureSample collapsed = sample(row.repeat(0, 40));
      FeatureSample spread =
          sample(scope.create(CounterRandom.of(6).gaussians(40 * 2048), new Shape(40, 2048)));
      var open = PrecisionRecallOptions.defaults();
      var closed = open.withBorderCounts(true);

      assertThat(PrecisionRecall.between(collapsed, collapsed, open))
          .isEqualTo(new PrecisionRecall(0, 0, 0, 0));
      PrecisionRecall inside = PrecisionRecall.between(collapsed, collapsed, closed);
      assertThat(inside.precision()).isEqualTo(1);
      assertThat(inside.recall()).isEqualTo(1);
      assertThat(inside.coverage()).isEqualTo(1);
      assertThat(PrecisionRecall.between(spread, collapsed, closed).recall()).isZero();
    }
  }

  @Test
  void should_need_more_pictures_than_neighbours() {
    var options = PrecisionRecallOptions.defaults().withNeighbours(4);
    try (NDManager scope = NDManager.newBaseManager()) {
      FeatureSample five = sample(scope.create(CounterRandom.of(1).gaussians(10), new Shape(5, 2)));
      FeatureSample four = sample(scope.create(CounterRandom.of(2).gaussians(8), new Shape(4, 2)));
      assertThatThrownBy(() -> PrecisionRecall.between(five, four, options))
          .hasMessageContaining("more than 4 generated pictures");
    }
  }
}
