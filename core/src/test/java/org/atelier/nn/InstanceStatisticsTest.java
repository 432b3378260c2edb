package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.HostValues;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Norms by the statistics of another picture, and norms of several styles. */
class InstanceStatisticsTest {
  private NDManager scope;

  @BeforeEach
  void open() {
    scope = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private NDArray picture(long seed, long... shape) {
    var wanted = new Shape(shape);
    return HostValues.toArray(scope, CounterRandom.of(seed).gaussians((int) wanted.size()), wanted);
  }

  private static float most(NDArray a, NDArray b) {
    return a.sub(b).abs().max().getFloat();
  }

  @Test
  void a_picture_with_its_own_statistics_is_normalised_as_ever() {
    Layer layers =
        Sequential.of(
            Conv2d.of(4, 3),
            InstanceNorm2d.of().withAffine(),
            Activation.relu(),
            Conv2d.of(2, 3),
            InstanceNorm2d.of());
    NDArray x = picture(1, 1, 3, 12, 10);
    layers.initialize("net", scope, 5, x.getShape());
    NDList statistics = InstanceStatistics.measured(layers).run("net", new NDList(x));
    assertThat(statistics).hasSize(2);
    assertThat(statistics.get(0).getShape()).isEqualTo(new Shape(2, 4));
    NDArray own = layers.run("net", new NDList(x)).singletonOrThrow();
    var inputs = new NDList(x);
    inputs.addAll(statistics);
    Layer given = InstanceStatistics.given(layers, 1);
    assertThat(most(given.run("net", inputs).singletonOrThrow(), own)).isLessThan(1e-5f);

    inputs.set(0, picture(2, 1, 3, 12, 10));
    NDArray other = given.run("net", inputs).singletonOrThrow();
    NDArray alone = layers.run("net", new NDList(inputs.get(0))).singletonOrThrow();
    assertThat(most(other, alone)).isGreaterThan(1e-3f);
    assertThatThrownBy(() -> given.run("net", new NDList(x, statistics.get(0))))
        .hasMessageContaining("statistics of each instance norm");
  }

  @Test
  void several_styles_are_gains_and_biases_blended_by_shares() {
    var norm = ConditionalInstanceNorm2d.of(2);
    NDArray x = picture(3, 2, 3, 6, 5);
    NDArray first = HostValues.toArray(scope, new float[] {1, 0, 1, 0}, new Shape(2, 2));
    norm.initialize("norm", scope, 0, x.getShape(), first.getShape());
    NDArray plain = InstanceNorm2d.of().run("plain", new NDList(x)).singletonOrThrow();
    assertThat(most(norm.run("norm", new NDList(x, first)).singletonOrThrow(), plain))
        .isLessThan(1e-6f);
    norm.namedParameters().get("gain").getArray().set(new float[] {1, 1, 1, 3, 3, 3});
    norm.namedParameters().get("bias").getArray().set(new float[] {0, 0, 0, 1, 1, 1});
    NDArray half = HostValues.toArray(scope, new float[] {0.5f, 0.5f}, new Shape(1, 2));
    NDArray blended = norm.run("norm", new NDList(x, half)).singletonOrThrow();
    NDArray expected = plain.mul(2f).add(0.5f);
    assertThat(most(blended, expected)).isLessThan(1e-5f);
    assertThatThrownBy(() -> norm.run("norm", new NDList(x, picture(1, 2, 3))))
        .hasMessageContaining("shares of 2 styles");
  }

  @Test
  void adaptive_norm_gives_a_picture_the_moments_of_another() {
    NDArray x = picture(4, 1, 3, 8, 8);
    NDArray style = picture(5, 1, 3, 6, 9).mul(2f).add(1f);
    NDList wanted = AdaptiveInstanceNorm2d.statistics().run("s", new NDList(style));
    var norm = AdaptiveInstanceNorm2d.of();
    NDArray made = norm.run("a", new NDList(x, wanted.get(0), wanted.get(1))).singletonOrThrow();
    NDList found = AdaptiveInstanceNorm2d.statistics().run("s", new NDList(made));
    assertThat(most(found.get(0), wanted.get(0))).isCloseTo(0, within(1e-4f));
    assertThat(most(found.get(1), wanted.get(1))).isCloseTo(0, within(1e-4f));
  }

  @Test
  void adaptive_norm_takes_the_statistics_of_another_picture() {
    NDArray x = picture(4, 1, 3, 8, 8);
    NDArray mean = picture(5, 1, 3, 1, 1);
    NDArray deviation = picture(6, 1, 3, 1, 1);
    var norm = AdaptiveInstanceNorm2d.of();
    var inputs = new NDList(x, mean, deviation);
    NDArray own = norm.run("a", inputs).singletonOrThrow();
    NDArray statistics = InstanceStatistics.measured(norm).run("a", inputs).singletonOrThrow();
    Layer given = InstanceStatistics.given(norm, 3);
    inputs.add(statistics);
    assertThat(most(given.run("a", inputs).singletonOrThrow(), own)).isLessThan(1e-5f);

    inputs.set(3, picture(7, 2, 4));
    assertThatThrownBy(() -> given.run("a", inputs))
        .hasMessageContaining("expected the mean and variance of 3 channels");
    var several = new NDList(picture(8, 2, 3, 8, 8), mean, deviation);
    assertThatThrownBy(() -> InstanceStatistics.measured(norm).run("a", several))
        .hasMessageContaining("expected one picture whose statistics are measured, but got 2");
  }
}
