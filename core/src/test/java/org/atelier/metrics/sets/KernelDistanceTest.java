package org.atelier.metrics.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.atelier.metrics.sets.KernelOptions.Estimator;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class KernelDistanceTest {
  private static final String FAMILY = "metrics";
  private static final KernelOptions RANDOM_SUBSETS =
      KernelOptions.defaults().withSubsets(5).withSubsetSize(20);
  private static final String SOURCE = "torch_fidelity/metric_kid.py";

  /** The case's kernel and subsets. */
  private static KernelOptions options(Golden golden) {
    JsonElement gamma = golden.constructor().get("gamma");
    return KernelOptions.defaults()
        .withKernel(
            new Kernel.Polynomial(
                golden.size("degree"),
                gamma.isJsonNull() ? 0 : gamma.getAsDouble(),
                golden.constructor().get("coef0").getAsDouble()))
        .withSubsets(golden.size("subsets"))
        .withSubsetSize(golden.size("subset_size"));
  }

  private static FeatureSample sample(Golden golden, String tensor) {
    try (NDManager scope = NDManager.newBaseManager()) {
      var sample = new FeatureSample(100_000, 0);
      sample.add(golden.array(tensor, scope));
      return sample;
    }
  }

  private static int features(Golden golden) {
    return (int) golden.tensor("features_1").shape().get(1);
  }

  private static List<int[]> subsets(Golden golden, String tensor) {
    double[] all = golden.tensor(tensor).toDoubles();
    int size = (int) golden.tensor(tensor).shape().get(1);
    var subsets = new ArrayList<int[]>();
    for (int i = 0; i < all.length; i += size) {
      subsets.add(Arrays.stream(all, i, i + size).mapToInt(index -> (int) index).toArray());
    }
    return subsets;
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_the_references_mean_and_deviation_over_its_subsets(Golden golden) {
    var result =
        new KernelDistance(options(golden), features(golden))
            .between(
                sample(golden, "features_1"),
                sample(golden, "features_2"),
                subsets(golden, "output.subset_indices_1"),
                subsets(golden, "output.subset_indices_2"));
    golden.assertMatches("output.kid_mean", result.mean());
    golden.assertMatches("output.kid_std", result.deviation());
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE)
  void should_give_the_references_value_by_every_kernel_and_estimator(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager()) {
      KernelOptions options = options(golden);
      int features = features(golden);
      int[] rows = subsets(golden, "output.subset_indices_1").get(0);
      int[] columns = subsets(golden, "output.subset_indices_2").get(0);
      var x = sample(golden, "features_1").toArray(scope, rows);
      var y = sample(golden, "features_2").toArray(scope, columns);

      var unbiased = new KernelDistance(options, features);
      golden.assertMatches("output.subset0_kernel_12", unbiased.similarity(scope, x, y));
      golden.assertMatches("output.subset0_mmd2_unbiased", unbiased.between(x, y));
      var biased = new KernelDistance(options.withEstimator(Estimator.BIASED), features);
      golden.assertMatches("output.subset0_mmd2_biased", biased.between(x, y));
      var statistic = new KernelDistance(options.withEstimator(Estimator.U_STATISTIC), features);
      golden.assertMatches("output.subset0_mmd2_u-statistic", statistic.between(x, y));
      double width = golden.constructor().get("rbf_sigma").getAsDouble();
      var gaussian = new KernelDistance(options.withKernel(Kernel.gaussian(width)), features);
      golden.assertMatches("output.subset0_mmd2_rbf", gaussian.between(x, y));
    }
  }

  /** Sixty or fifty pictures of twelve features. */
  private static FeatureSample random(int count, long seed) {
    try (NDManager scope = NDManager.newBaseManager()) {
      var sample = new FeatureSample(1000, 0);
      sample.add(scope.create(CounterRandom.of(seed).gaussians(12 * count), new Shape(count, 12)));
      return sample;
    }
  }

  @Test
  void should_draw_the_same_subsets_for_the_same_seed_under_any_locale() {
    var distance = new KernelDistance(RANDOM_SUBSETS, 12);
    var first = distance.between(random(60, 1), random(50, 2));
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      var again = new KernelDistance(RANDOM_SUBSETS, 12).between(random(60, 1), random(50, 2));
      assertThat(again).isEqualTo(first);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(
            new KernelDistance(RANDOM_SUBSETS.withSeed(1), 12)
                .between(random(60, 1), random(50, 2)))
        .isNotEqualTo(first);
  }

  @Test
  void should_say_that_a_subset_is_too_large() {
    assertThatThrownBy(
            () ->
                new KernelDistance(RANDOM_SUBSETS.withSubsets(1).withSubsetSize(51), 12)
                    .between(random(60, 1), random(50, 2)))
        .hasMessageContaining("at least 51 generated pictures for a subset, but there are 50");
    assertThatThrownBy(() -> RANDOM_SUBSETS.withSubsets(0).withSubsetSize(20))
        .hasMessage("subsets must be at least 1, but was 0");
  }
}
