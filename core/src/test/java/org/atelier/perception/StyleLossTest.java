package org.atelier.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Sequential;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StyleLossTest {
  private static final Shape FEATURES = new Shape(1, 4, 6, 5);

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  static Stream<StyleStatistic> statistics() {
    return Stream.of(
        GramStatistic.squared(),
        WassersteinStatistic.perChannel(),
        WassersteinStatistic.relative());
  }

  private NDArray random(long seed, Shape shape) {
    float[] values = Initialiser.normal(0, 1).values(shape, CounterRandom.of(seed));
    return HostValues.toArray(scope, values, shape);
  }

  private NDArray leftHalf(Shape features) {
    int width = (int) features.get(3);
    var values = new float[(int) features.get(2) * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % width < width / 2 ? 1 : 0;
    }
    return HostValues.toArray(scope, values, new Shape(1, 1, features.get(2), width));
  }

  private static float distance(StyleStatistic statistic, NDList x, NDList y) {
    return statistic.distance(x, statistic.prepared(y)).getFloat();
  }

  @ParameterizedTest
  @GoldenCases(family = "style", source = "fast_neural_style/neural_style/utils.py")
  void gram_matrices_and_their_gradient_are_the_references(Golden golden) {
    NDArray features = golden.array("features", scope);
    features.setRequiresGradient(true);
    NDArray gram =
        Gradients.recording(() -> GramStatistic.squared().of(features, null).singletonOrThrow());
    golden.assertMatches("output.gram", gram);
    NDArray product =
        Gradients.recording(() -> gram.mul(golden.array("cotangent_gram", scope)).sum());
    golden.assertMatches(
        "grad.features_of_gram", Gradients.of(product, List.of(features)).singletonOrThrow());
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void are_zero_for_equal_features_and_positive_for_others(StyleStatistic statistic) {
    NDList one = statistic.of(random(1, FEATURES), null);
    NDList other = statistic.of(random(2, FEATURES).mul(2), null);
    assertThat(distance(statistic, one, one)).isCloseTo(0, within(1e-4f));
    assertThat(distance(statistic, one, other)).isGreaterThan(1e-3f);
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void forget_places(StyleStatistic statistic) {
    NDArray features = random(1, FEATURES);
    NDArray turned = features.flip(2, 3);
    assertThat(distance(statistic, statistic.of(turned, null), statistic.of(features, null)))
        .isCloseTo(0, within(1e-4f));
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void of_a_region_are_those_of_the_region_alone(StyleStatistic statistic) {
    NDArray features = random(1, FEATURES);
    NDList region = statistic.of(features, leftHalf(FEATURES));
    NDList alone = statistic.of(features.get(":, :, :, :2"), null);
    for (int i = 0; i < region.size(); i++) {
      assertThat(region.get(i).toFloatArray())
          .containsExactly(alone.get(i).toFloatArray(), Offset.offset(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void have_the_numeric_derivative(StyleStatistic statistic) {
    NDList target = statistic.prepared(statistic.of(random(2, FEATURES), null));
    NDArray features = random(1, FEATURES);
    NDArray direction = random(3, FEATURES);
    features.setRequiresGradient(true);
    NDArray loss =
        Gradients.recording(() -> statistic.distance(statistic.of(features, null), target));
    float slope =
        Gradients.of(loss, List.of(features)).singletonOrThrow().mul(direction).sum().getFloat();
    float step = 0.01f;
    float up =
        statistic
            .distance(statistic.of(features.add(direction.mul(step)), null), target)
            .getFloat();
    float down =
        statistic
            .distance(statistic.of(features.sub(direction.mul(step)), null), target)
            .getFloat();
    assertThat(slope).isCloseTo((up - down) / (2 * step), within(0.02f * Math.abs(slope) + 1e-3f));
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void are_finite_for_features_of_one_value(StyleStatistic statistic) {
    NDArray flat = scope.ones(FEATURES);
    flat.setRequiresGradient(true);
    NDList target = statistic.prepared(statistic.of(scope.ones(FEATURES), null));
    NDArray loss = Gradients.recording(() -> statistic.distance(statistic.of(flat, null), target));
    NDArray gradient = Gradients.of(loss, List.of(flat)).singletonOrThrow();
    assertThat(loss.getFloat()).isFinite();
    assertThat(gradient.toFloatArray()).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
  }

  @Test
  void wasserstein_distance_of_independent_channels_is_that_of_the_definition() {
    // Two channels, each ±deviation around a mean: diagonal covariances.
    NDArray x =
        HostValues.toArray(scope, new float[] {1, 3, 1, 3, 5, 5, 9, 9}, new Shape(1, 2, 2, 2));
    NDArray y =
        HostValues.toArray(scope, new float[] {4, 4, 4, 4, 1, 1, 2, 2}, new Shape(1, 2, 2, 2));
    var exact =
        new WassersteinStatistic(
            WassersteinStatistic.Root.EIGENVALUES, 0, WassersteinStatistic.Scale.CHANNELS);
    // Means (2, 7) and (4, 1.5), deviations (1, 2) and (0, 0.5).
    double expected = (4 + 5.5 * 5.5 + 1 + 1.5 * 1.5) / 2;
    assertThat(distance(exact, exact.of(x, null), exact.of(y, null)))
        .isCloseTo((float) expected, within(1e-3f));
  }

  @Test
  void newton_schulz_and_eigenvalues_agree() {
    var steps =
        new WassersteinStatistic(
            WassersteinStatistic.Root.NEWTON_SCHULZ, 1e-4, WassersteinStatistic.Scale.CHANNELS);
    var exact =
        new WassersteinStatistic(
            WassersteinStatistic.Root.EIGENVALUES, 1e-4, WassersteinStatistic.Scale.CHANNELS);
    NDArray x = random(1, new Shape(1, 8, 16, 16));
    NDArray y = random(2, new Shape(1, 8, 16, 16)).mul(1.5);
    assertThat(distance(steps, steps.of(x, null), steps.of(y, null)))
        .isCloseTo(distance(exact, exact.of(x, null), exact.of(y, null)), within(1e-3f));
  }

  private static FeatureExtractor extractor() {
    return FeatureExtractor.random(
        new FeatureArchitecture(
            "Small",
            () -> Sequential.of(Conv2d.of(4, 3), Activation.relu(), Conv2d.of(5, 3)),
            InputNormalisation.symmetric(),
            Map.of("conv1", "0", "conv2", "2")),
        List.of("conv1", "conv2"),
        Device.cpu());
  }

  @Test
  void several_styles_are_the_mean_of_their_statistics() {
    try (var network = extractor()) {
      var loss = StyleLoss.gram(network, TapWeights.equal(1, network.taps()));
      NDArray a = random(1, new Shape(1, 3, 9, 9));
      NDArray b = random(2, new Shape(1, 3, 12, 7));
      StyleLoss.Target both =
          loss.target(List.of(a, b), List.of(3., 1.), List.of(Map.of(), Map.of()));
      NDArray first = loss.target(a).byTap().get("conv1").get(0);
      NDArray second = loss.target(b).byTap().get("conv1").get(0);
      assertThat(both.byTap().get("conv1").get(0).toFloatArray())
          .containsExactly(
              first.mul(0.75f).add(second.mul(0.25f)).toFloatArray(), Offset.offset(1e-5f));
      assertThat(loss.of(a, loss.target(a)).getFloat()).isCloseTo(0, within(1e-8f));
      assertThatThrownBy(() -> loss.target(List.of(a), List.of(0.), List.of(Map.of())))
          .hasMessageContaining("at least 0 and not all 0");
    }
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void a_target_keeps_no_features(StyleStatistic statistic) {
    try (var network = extractor()) {
      var loss = new StyleLoss(network, TapWeights.equal(1, network.taps()), statistic);
      NDArray a = random(1, new Shape(1, 3, 9, 9));
      NDArray b = random(2, new Shape(1, 3, 12, 7));
      int before = scope.getManagedArrays().size();
      StyleLoss.Target target =
          loss.target(List.of(a, b), List.of(1., 1.), List.of(Map.of(), Map.of()));
      long kept = target.byTap().values().stream().mapToLong(NDList::size).sum();
      assertThat(scope.getManagedArrays()).hasSize(before + Math.toIntExact(kept));
    }
  }

  @Test
  void only_the_region_that_is_compared_gets_a_gradient() {
    try (var network = extractor()) {
      var loss = StyleLoss.gram(network, TapWeights.equal(1, List.of("conv1")));
      StyleLoss.Target target = loss.target(random(1, new Shape(1, 3, 9, 9)));
      NDArray pictures = random(2, new Shape(1, 3, 10, 10));
      pictures.setRequiresGradient(true);
      NDArray region = leftHalf(new Shape(1, 4, 8, 8));
      NDArray value =
          Gradients.recording(
              () -> loss.between(network.of(pictures), target, Map.of("conv1", region)));
      NDArray gradient = Gradients.of(value, List.of(pictures)).singletonOrThrow().abs();
      assertThat(gradient.get(":, :, :, :6").min().getFloat()).isPositive();
      assertThat(gradient.get(":, :, :, 6:").max().getFloat()).isZero();
    }
  }
}
