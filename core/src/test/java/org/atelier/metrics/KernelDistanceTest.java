package org.atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.atelier.metrics.KernelOptions.Estimator;
import org.atelier.testing.Golden;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {
  private static final Golden GOLDEN = Golden.load("metrics/kernel_distance");
  private static final KernelOptions OPTIONS =
      KernelOptions.defaults().withSubsets(5).withSubsetSize(20);

  private static FeatureSample sample(String tensor) {
    try (NDManager scope = NDManager.newBaseManager()) {
      var sample = new FeatureSample(1000, 0);
      sample.add(GOLDEN.array(tensor, scope));
      return sample;
    }
  }

  private static List<int[]> subsets(String tensor) {
    double[] all = GOLDEN.tensor(tensor).toDoubles();
    var subsets = new ArrayList<int[]>();
    for (int i = 0; i < all.length; i += 20) {
      subsets.add(Arrays.stream(all, i, i + 20).mapToInt(index -> (int) index).toArray());
    }
    return subsets;
  }

  private static double value(String tensor) {
    return GOLDEN.tensor(tensor).toDoubles()[0];
  }

  @Test
  void should_give_the_references_mean_and_deviation_over_its_subsets() {
    var result =
        new KernelDistance(OPTIONS, 12)
            .between(
                sample("features_1"),
                sample("features_2"),
                subsets("output.subset_indices_1"),
                subsets("output.subset_indices_2"));
    assertThat(result.mean()).isCloseTo(value("output.kid_mean"), within(1e-7));
    assertThat(result.deviation()).isCloseTo(value("output.kid_std"), within(2e-7));
  }

  @Test
  void should_give_the_references_value_by_every_kernel_and_estimator() {
    try (NDManager scope = NDManager.newBaseManager()) {
      int[] rows = subsets("output.subset_indices_1").get(0);
      int[] columns = subsets("output.subset_indices_2").get(0);
      var x = sample("features_1").toArray(scope, rows);
      var y = sample("features_2").toArray(scope, columns);

      var unbiased = new KernelDistance(OPTIONS, 12);
      GOLDEN.assertMatches("output.subset0_kernel_12", unbiased.similarity(scope, x, y));
      assertThat(unbiased.between(x, y))
          .isCloseTo(value("output.subset0_mmd2_unbiased"), within(1e-7));
      assertThat(new KernelDistance(OPTIONS.withEstimator(Estimator.BIASED), 12).between(x, y))
          .isCloseTo(value("output.subset0_mmd2_biased"), within(5e-7));
      assertThat(new KernelDistance(OPTIONS.withEstimator(Estimator.U_STATISTIC), 12).between(x, y))
          .isCloseTo(value("output.subset0_mmd2_u-statistic"), within(2e-8));
      assertThat(new KernelDistance(OPTIONS.withKernel(Kernel.gaussian(10)), 12).between(x, y))
          .isCloseTo(value("output.subset0_mmd2_rbf"), within(2e-9));
    }
  }

  @Test
  void should_draw_the_same_subsets_for_the_same_seed_under_any_locale() {
    var distance = new KernelDistance(OPTIONS, 12);
    var first = distance.between(sample("features_1"), sample("features_2"));
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      var again =
          new KernelDistance(OPTIONS, 12).between(sample("features_1"), sample("features_2"));
      assertThat(again).isEqualTo(first);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(
            new KernelDistance(OPTIONS.withSeed(1), 12)
                .between(sample("features_1"), sample("features_2")))
        .isNotEqualTo(first);
  }

  @Test
  void should_say_that_a_subset_is_too_large() {
    assertThatThrownBy(
            () ->
                new KernelDistance(OPTIONS.withSubsets(1).withSubsetSize(51), 12)
                    .between(sample("features_1"), sample("features_2")))
        .hasMessageContaining("at least 51 generated pictures for a subset, but there are 50");
    assertThatThrownBy(() -> OPTIONS.withSubsets(0).withSubsetSize(20))
        .hasMessage("subsets must be at least 1, but was 0");
  }
}
