package org.atelier.metrics.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class FrechetDistanceTest {
  private static final String FAMILY = "metrics";
  private static final String SOURCE = "torch_fidelity/metric_fid.py";

  private static void assertDistance(Golden golden, double actual, String... tensors) {
    for (String tensor : tensors) {
      golden.assertMatches(tensor, actual);
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_the_references_distance_of_two_gaussians(Golden golden) {
    try (var first = Moments.of(100, golden.tensor("mu_1"), golden.tensor("sigma_1"));
        var second = Moments.of(100, golden.tensor("mu_2"), golden.tensor("sigma_2"))) {
      assertDistance(
          golden,
          FrechetDistance.between(first, second),
          "output.fid_of_gaussians",
          "output.fid_of_gaussians_basicsr",
          "output.fid_of_gaussians_torch_fidelity");
      assertDistance(golden, FrechetDistance.between(second, first), "output.fid_of_gaussians");
      assertThat(FrechetDistance.between(first, first)).isCloseTo(0, within(1e-6));
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_gather_the_references_statistics_batch_by_batch(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager();
        var first = moments(golden.array("features_1", scope), 7);
        var second = moments(golden.array("features_2", scope), Integer.MAX_VALUE)) {
      golden.assertMatches("output.features_1_mean", first.mean());
      golden.assertMatches("output.features_1_covariance", first.covariance());
      golden.assertMatches("output.features_2_mean", second.mean());
      golden.assertMatches("output.features_2_covariance", second.covariance());
      assertDistance(
          golden,
          FrechetDistance.between(first, second),
          "output.fid_of_features",
          "output.fid_of_features_torch_fidelity");
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_join_what_two_threads_gathered(Golden golden) {
    long half = golden.tensor("features_1").shape().get(0) / 2;
    try (NDManager scope = NDManager.newBaseManager();
        var first = moments(golden.array("features_1", scope).get(new NDIndex(":" + half)), 20);
        var rest = moments(golden.array("features_1", scope).get(new NDIndex(half + ":")), 20)) {
      first.add(rest);
      assertThat(first.count()).isEqualTo(golden.tensor("features_1").shape().get(0));
      golden.assertMatches("output.features_1_covariance", first.covariance());
      golden.assertMatches("output.features_1_mean", first.mean());
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_keep_its_digits_far_from_zero(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager();
        var near = new Moments();
        var far = new Moments()) {
      NDArray features =
          golden.array("features_1", scope).toType(ai.djl.ndarray.types.DataType.FLOAT64, false);
      near.add(features);
      NDArray shifted = features.add(1e6);
      long count = shifted.getShape().get(0);
      for (long i = 0; i < count; i += 8) {
        far.add(shifted.get(new NDIndex(i + ":" + Math.min(count, i + 8))));
      }
      golden.assertMatches("output.features_1_covariance", far.covariance());
      assertThat(FrechetDistance.between(near, far))
          .isCloseTo(shifted.getShape().get(1) * 1e12, within(1e4));
    }
  }

  @Test
  void should_measure_sets_with_fewer_pictures_than_features() {
    int size = 64;
    try (NDManager scope = NDManager.newBaseManager();
        var first = new Moments()) {
      first.add(scope.create(CounterRandom.of(1).gaussians(10 * size), new Shape(10, size)));
      assertThat(FrechetDistance.between(first, first)).isCloseTo(0, within(1e-5));
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_hold_no_more_arrays_however_many_batches_come(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager();
        var moments = new Moments()) {
      NDArray features = golden.array("features_1", scope);
      moments.add(features);
      int before = scope.getManagedArrays().size();
      for (int i = 0; i < 5; i++) {
        moments.add(features);
      }
      assertThat(scope.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_refuse_what_has_no_distance(Golden golden) {
    long few = golden.tensor("mu_1").shape().get(0);
    long many = golden.tensor("features_1").shape().get(1);
    try (NDManager scope = NDManager.newBaseManager();
        var none = new Moments();
        var broken = new Moments();
        var small = Moments.of(9, golden.tensor("mu_1"), golden.tensor("sigma_1"));
        var large = moments(golden.array("features_1", scope), Integer.MAX_VALUE)) {
      assertThatThrownBy(() -> FrechetDistance.between(none, small))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("at least 2 pictures, but there were 0");
      assertThatThrownBy(() -> FrechetDistance.between(small, large))
          .hasMessageContaining(
              "the first set has %s features of each picture and the second %s", few, many);
      assertThatThrownBy(() -> large.add(scope.zeros(new Shape(2, many + 1))))
          .hasMessageContaining(
              "Expected %s features of each picture, as in earlier batches, but got %s",
              many, many + 1);
      assertThatThrownBy(() -> large.add(scope.zeros(new Shape(2, 3, 4))))
          .hasMessageContaining("(N, D)");
      broken.add(scope.full(new Shape(4, few), Float.NaN));
      assertThatThrownBy(() -> FrechetDistance.between(broken, small))
          .hasMessageContaining("not finite");
      assertThatThrownBy(
              () -> Moments.of(9, golden.tensor("mu_1"), HostTensor.of(new Shape(1, 1), 1)))
          .hasMessageContaining("a mean (D) and a covariance (D, D)");
    }
  }

  private static Moments moments(NDArray features, int batch) {
    var moments = new Moments();
    long count = features.getShape().get(0);
    for (long i = 0; i < count; i += batch) {
      moments.add(features.get(new NDIndex(i + ":" + Math.min(count, i + batch))));
    }
    return moments;
  }
}
