package org.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
  private static final Golden GOLDEN = Golden.load("metrics/frechet_distance");

  private static double value(String tensor) {
    return GOLDEN.tensor(tensor).toDoubles()[0];
  }

  private static void assertDistance(double actual, String... tensors) {
    for (String tensor : tensors) {
      double expected = value(tensor);
      assertThat(actual).as(tensor).isCloseTo(expected, within(1e-9 + 1e-6 * expected));
    }
  }

  @Test
  void should_give_the_references_distance_of_two_gaussians() {
    try (var first = Moments.of(100, GOLDEN.tensor("mu_1"), GOLDEN.tensor("sigma_1"));
        var second = Moments.of(100, GOLDEN.tensor("mu_2"), GOLDEN.tensor("sigma_2"))) {
      assertDistance(
          FrechetDistance.between(first, second),
          "output.fid_of_gaussians",
          "output.fid_of_gaussians_basicsr",
          "output.fid_of_gaussians_torch_fidelity");
      assertDistance(FrechetDistance.between(second, first), "output.fid_of_gaussians");
      assertThat(FrechetDistance.between(first, first)).isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void should_gather_the_references_statistics_batch_by_batch() {
    try (NDManager scope = NDManager.newBaseManager();
        var first = moments(GOLDEN.array("features_1", scope), 7);
        var second = moments(GOLDEN.array("features_2", scope), 90)) {
      GOLDEN.assertMatches("output.features_1_mean", first.mean());
      GOLDEN.assertMatches("output.features_1_covariance", first.covariance());
      GOLDEN.assertMatches("output.features_2_mean", second.mean());
      GOLDEN.assertMatches("output.features_2_covariance", second.covariance());
      assertDistance(
          FrechetDistance.between(first, second),
          "output.fid_of_features",
          "output.fid_of_features_torch_fidelity");
    }
  }

  @Test
  void should_join_what_two_threads_gathered() {
    try (NDManager scope = NDManager.newBaseManager();
        var first = moments(GOLDEN.array("features_1", scope).get(new NDIndex(":50")), 20);
        var rest = moments(GOLDEN.array("features_1", scope).get(new NDIndex("50:")), 20)) {
      first.add(rest);
      assertThat(first.count()).isEqualTo(120);
      GOLDEN.assertMatches("output.features_1_covariance", first.covariance());
      GOLDEN.assertMatches("output.features_1_mean", first.mean());
    }
  }

  @Test
  void should_keep_its_digits_far_from_zero() {
    try (NDManager scope = NDManager.newBaseManager();
        var near = new Moments();
        var far = new Moments()) {
      NDArray features =
          GOLDEN.array("features_1", scope).toType(ai.djl.ndarray.types.DataType.FLOAT64, false);
      near.add(features);
      NDArray shifted = features.add(1e6);
      for (int i = 0; i < 120; i += 8) {
        far.add(shifted.get(new NDIndex(i + ":" + (i + 8))));
      }
      GOLDEN.assertMatches("output.features_1_covariance", far.covariance());
      assertThat(FrechetDistance.between(near, far)).isCloseTo(16e12, within(1e4));
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

  @Test
  void should_hold_no_more_arrays_however_many_batches_come() {
    try (NDManager scope = NDManager.newBaseManager();
        var moments = new Moments()) {
      NDArray features = GOLDEN.array("features_1", scope);
      moments.add(features);
      int before = scope.getManagedArrays().size();
      for (int i = 0; i < 5; i++) {
        moments.add(features);
      }
      assertThat(scope.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void should_refuse_what_has_no_distance() {
    try (NDManager scope = NDManager.newBaseManager();
        var none = new Moments();
        var broken = new Moments();
        var small = Moments.of(9, GOLDEN.tensor("mu_1"), GOLDEN.tensor("sigma_1"));
        var large = moments(GOLDEN.array("features_1", scope), 120)) {
      assertThatThrownBy(() -> FrechetDistance.between(none, small))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("at least 2 pictures, but there were 0");
      assertThatThrownBy(() -> FrechetDistance.between(small, large))
          .hasMessageContaining("the first set has 8 of each picture and the second 16");
      assertThatThrownBy(() -> large.add(scope.zeros(new Shape(2, 3))))
          .hasMessageContaining("Expected 16 features of each picture, as before, but got 3");
      assertThatThrownBy(() -> large.add(scope.zeros(new Shape(2, 3, 4))))
          .hasMessageContaining("(N, D)");
      broken.add(scope.full(new Shape(4, 8), Float.NaN));
      assertThatThrownBy(() -> FrechetDistance.between(broken, small))
          .hasMessageContaining("not finite");
      assertThatThrownBy(
              () -> Moments.of(9, GOLDEN.tensor("mu_1"), HostTensor.of(new Shape(1, 1), 1)))
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
