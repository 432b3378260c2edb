package org.atelier.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.atelier.engine.Gradients;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GaussianTest {
  private static final double STEP = 1e-5;
  private static final Shape SHAPE = new Shape(2, 3);

  static Stream<Arguments> functions() {
    return Stream.of(
        function("sample by the mean", x -> new Gaussian(x, two(x)).sample(three(x))),
        function("sample by the variance", x -> new Gaussian(two(x), x).sample(three(x))),
        function("klToStandard by the mean", x -> new Gaussian(x, two(x)).klToStandard()),
        function("klToStandard by the variance", x -> new Gaussian(two(x), x).klToStandard()),
        function("klTo by the mean", x -> new Gaussian(x, two(x)).klTo(other(x))),
        function("klTo by the variance", x -> new Gaussian(two(x), x).klTo(other(x))),
        function("klTo by its mean", x -> other(x).klTo(new Gaussian(x, two(x)))),
        function("klTo by its variance", x -> other(x).klTo(new Gaussian(two(x), x))),
        function("logDensity by the point", x -> other(x).logDensity(x)),
        function("logDensity by the mean", x -> new Gaussian(x, two(x)).logDensity(three(x))),
        function("logDensity by the variance", x -> new Gaussian(two(x), x).logDensity(three(x))),
        function("logStandardDensity", Gaussian::logStandardDensity));
  }

  private static Arguments function(String name, Function<NDArray, NDArray> function) {
    return Arguments.of(name, function);
  }

  private static Gaussian other(NDArray x) {
    return new Gaussian(two(x), three(x));
  }

  private static NDArray two(NDArray x) {
    return values(x.getManager(), 2, x.getShape());
  }

  private static NDArray three(NDArray x) {
    return values(x.getManager(), 3, x.getShape());
  }

  private static NDArray values(NDManager manager, long seed, Shape shape) {
    return manager.create(numbers(seed, (int) shape.size()), shape);
  }

  private static double[] numbers(long seed, int count) {
    var random = CounterRandom.of(seed);
    var values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void the_derivative_is_the_limit_of_differences(String name, Function<NDArray, NDArray> f) {
    try (NDManager scope = NDManager.newBaseManager()) {
      double[] at = numbers(1, 6);
      NDArray x = scope.create(at, SHAPE);
      x.setRequiresGradient(true);
      NDArray value = Gradients.recording(() -> f.apply(x).sum());
      double[] gradient = Gradients.of(value, List.of(x)).get(0).toDoubleArray();
      for (int i = 0; i < at.length; i++) {
        double slope = (value(f, at, i, STEP) - value(f, at, i, -STEP)) / (2 * STEP);
        assertThat(gradient[i]).as("element %s", i).isCloseTo(slope, within(1e-7));
      }
    }
  }

  private static double value(Function<NDArray, NDArray> f, double[] at, int index, double change) {
    double[] moved = at.clone();
    moved[index] += change;
    try (NDManager scope = NDManager.newBaseManager()) {
      return f.apply(scope.create(moved, SHAPE)).sum().getDouble();
    }
  }

  @ParameterizedTest
  @GoldenCases(family = "vae", source = "vae/main.py")
  void the_divergence_is_that_of_pytorch_examples(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager()) {
      var gaussian =
          new Gaussian(golden.array("output.mu", scope), golden.array("output.logvar", scope));
      golden.assertMatches("output.kld_sum", gaussian.klToStandard().sum());
      golden.assertMatches("output.kld_sum", gaussian.klToStandardByValue().sum());
      golden.assertMatches("output.z", gaussian.sample(golden.array("eps", scope)));
    }
  }

  @Test
  void densities_of_known_points() {
    try (NDManager scope = NDManager.newBaseManager()) {
      // Two values a row: N(1, 4) twice, and N(0, 1) and N(−1, 9).
      NDArray mean = scope.create(new double[] {1, 1, 0, -1}, new Shape(2, 2));
      NDArray variance =
          scope.create(new double[] {Math.log(4), Math.log(4), 0, Math.log(9)}, new Shape(2, 2));
      var gaussian = new Gaussian(mean, variance);
      NDArray x = scope.create(new double[] {1, 3, 2, 2}, new Shape(2, 2));
      double half = 0.5 * Math.log(2 * Math.PI);
      double first = -half - Math.log(2) + (-half - Math.log(2) - 0.5);
      double second = -half - 2 + (-half - Math.log(3) - 0.5);
      assertThat(gaussian.logDensity(x).toDoubleArray())
          .containsExactly(new double[] {first, second}, within(1e-12));
      assertThat(Gaussian.logStandardDensity(x).toDoubleArray())
          .containsExactly(new double[] {-2 * half - 5, -2 * half - 4}, within(1e-12));
    }
  }

  @Test
  void several_points_of_each_have_a_row_of_densities_each() {
    try (NDManager scope = NDManager.newBaseManager()) {
      var gaussian =
          new Gaussian(values(scope, 1, new Shape(3, 2)), values(scope, 2, new Shape(3, 2)));
      NDArray points = gaussian.sample(values(scope, 3, new Shape(4, 3, 2)));
      NDArray densities = gaussian.logDensity(points);
      assertThat(densities.getShape()).isEqualTo(new Shape(4, 3));
      for (int s = 0; s < 4; s++) {
        assertThat(densities.get(s).toDoubleArray())
            .containsExactly(gaussian.logDensity(points.get(s)).toDoubleArray(), within(1e-12));
      }
    }
  }

  @Test
  void maps_are_summed_over_all_their_axes() {
    try (NDManager scope = NDManager.newBaseManager()) {
      var map = new Shape(2, 3, 2, 2);
      NDArray mean = values(scope, 1, map);
      NDArray variance = values(scope, 2, map);
      var flat = new Gaussian(mean.reshape(2, 12), variance.reshape(2, 12));
      assertThat(new Gaussian(mean, variance).klToStandard().toDoubleArray())
          .containsExactly(flat.klToStandard().toDoubleArray(), within(1e-12));
    }
  }

  @Test
  void shapes_that_libtorch_would_stretch_are_refused() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray a = scope.zeros(new Shape(3, 1));
      NDArray b = scope.zeros(new Shape(3));
      var gaussian = new Gaussian(a, a);
      assertThatThrownBy(() -> new Gaussian(a, b))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Expected a mean and a log-variance of one shape (N, …), but got (3, 1) and (3)");
      assertThatThrownBy(() -> new Gaussian(b, b)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> gaussian.logDensity(b))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Expected x of shape (3, 1), or with one further axis before it, but got (3)");
      assertThatThrownBy(() -> gaussian.sample(scope.zeros(new Shape(1, 3))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Expected noise of shape (3, 1)");
      assertThatThrownBy(() -> gaussian.klTo(new Gaussian(a.reshape(1, 3), a.reshape(1, 3))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
