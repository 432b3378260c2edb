package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.engine.Gradients;
import org.atelier.model.network.Gaussian;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LikelihoodTest {
  private static final double STEP = 1e-5;
  private static final double[] FIRST = {-0.2, 0.05, 0.3, 1, 0.03, -0.07, -3, 0};
  private static final double[] SECOND = {-3, -1, 0.5, -6, 0, -2, -4, -9};

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void free() {
    scope.close();
  }

  static Stream<Likelihood> likelihoods() {
    return Stream.of(
        Bernoulli.ofGrey(),
        Normal.of(0.5),
        Normal.ofLearnedVariance(),
        DiscretisedLogistic.ofBytes());
  }

  private NDArray rows(double... values) {
    return scope.create(values, new Shape(2, values.length / 2));
  }

  /** Two rows of four values each, and those of the second numbers beside them. */
  private NDArray pairs() {
    return rows(FIRST).concat(rows(SECOND), 1);
  }

  // torch.distributions gives these (float64), Bernoulli by binary_cross_entropy_with_logits.

  @Test
  void bernoulli_is_that_of_pytorch() {
    NDArray x = rows(-1, 1, 1, -1, 0.2, -0.6, 1, 0);
    NDArray logits = rows(-2, 0.5, 3, 10, 0.3, -0.7, -30, 0);
    assertThat(Bernoulli.ofGrey().logDensity(x, logits).toDoubleArray())
        .containsExactly(new double[] {-10.649637745696038, -31.91068847391402}, within(1e-9));
  }

  @Test
  void normal_is_that_of_pytorch() {
    NDArray x = rows(-1, 1, 1, -1, 0.2, -0.6, 1, 0);
    assertThat(Normal.of(0.5).logDensity(x, rows(FIRST)).toDoubleArray())
        .containsExactly(new double[] {-12.968165410578909, -33.522765410578906}, within(1e-9));
    assertThat(Normal.ofLearnedVariance().logDensity(x, pairs()).toDoubleArray())
        .containsExactly(new double[] {-794.0520049815469, -432.75480440925605}, within(1e-9));
  }

  @Test
  void discretised_logistic_is_the_difference_of_pytorchs_cumulative_functions() {
    NDArray x = rows(-1, 1, 1, -1, 0.2, -0.6, 1, -0.2);
    NDArray numbers =
        rows(-0.2, 0.05, 0.3, -0.95, 0.03, -0.07, 0.9, 0)
            .concat(rows(-3, -1, 0.5, -3, 0, -2, -4, -4), 1);
    assertThat(DiscretisedLogistic.ofBytes().logDensity(x, numbers).toDoubleArray())
        .containsExactly(new double[] {-20.820715186603174, -30.056377709909768}, within(1e-9));
  }

  @Test
  void a_logistic_far_away_keeps_its_digits() {
    NDArray x = scope.create(new float[] {0.2f}, new Shape(1, 1));
    NDArray numbers = scope.create(new float[] {1, -6}, new Shape(1, 2));
    // ln σ(a) ≈ a, the other terms nearly 0 and ln(1 − e^−d): no underflow at e^−320.
    double d = 2.0 / 255 * Math.exp(6);
    double a = (0.2 + 1.0 / 255 - 1) * Math.exp(6);
    assertThat(DiscretisedLogistic.ofBytes().logDensity(x, numbers).getFloat())
        .isCloseTo((float) (a + Math.log(-Math.expm1(-d))), within(1e-3f));
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void derivatives_by_the_decoders_numbers_are_limits_of_differences(Likelihood likelihood) {
    NDArray x = rows(-1, 1, 0.3, -0.7, 0.2, -0.6, 1, 0);
    double[] at =
        (likelihood.parametersPerValue() == 1 ? rows(FIRST) : pairs().maximum(-6)).toDoubleArray();
    NDArray numbers = rows(at);
    numbers.setRequiresGradient(true);
    NDArray value = Gradients.recording(() -> likelihood.logDensity(x, numbers).sum());
    double[] gradient = Gradients.of(value, List.of(numbers)).get(0).toDoubleArray();
    for (int i = 0; i < at.length; i++) {
      double above = moved(likelihood, x, at, i, STEP);
      double slope = (above - moved(likelihood, x, at, i, -STEP)) / (2 * STEP);
      assertThat(gradient[i]).isCloseTo(slope, within(1e-5 * (1 + Math.abs(slope))));
    }
  }

  private double moved(Likelihood likelihood, NDArray x, double[] at, int index, double change) {
    double[] numbers = at.clone();
    numbers[index] += change;
    return likelihood.logDensity(x, rows(numbers)).sum().getDouble();
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void samples_have_the_mean_and_are_a_function_of_the_seed(Likelihood likelihood) {
    int count = 4000;
    // All μ or logits 0.4, and e⁻² where there is a second number.
    NDArray numbers = scope.full(new Shape(count, likelihood.parametersPerValue()), 0.4f);
    if (likelihood.parametersPerValue() == 2) {
      numbers = numbers.get(":, 0:1").concat(scope.full(new Shape(count, 1), -2f), 1);
    }
    NDArray samples = likelihood.sample(numbers, CounterRandom.of(7));
    assertThat(samples.getShape()).isEqualTo(new Shape(count, 1));
    assertThat(samples.mean().getFloat())
        .isCloseTo(likelihood.mean(numbers).mean().getFloat(), within(0.05f));
    assertThat(likelihood.sample(numbers, CounterRandom.of(7))).isEqualTo(samples);
    assertThat(likelihood.sample(numbers, CounterRandom.of(8))).isNotEqualTo(samples);
    if (!(likelihood instanceof Normal)) {
      likelihood.expectSupport(samples);
    }
  }

  @Test
  void samples_of_bernoulli_are_black_or_white() {
    NDArray samples =
        Bernoulli.ofBinary().sample(scope.zeros(new Shape(50, 3)), CounterRandom.of(1));
    assertThat(samples.toFloatArray()).containsOnly(-1, 1).contains(-1, 1);
  }

  @Test
  void a_learnt_variance_is_that_of_a_gaussian_with_a_floor() {
    NDArray x = rows(-1, 1, 1, -1, 0.2, -0.6, 1, 0);
    NDArray variance = rows(SECOND).exp().add(0.25).log();
    assertThat(new Normal(0.5, true).logDensity(x, pairs()).toDoubleArray())
        .containsExactly(
            new Gaussian(rows(FIRST), variance).logDensity(x).toDoubleArray(), within(1e-9));
  }

  @Test
  void grey_pictures_for_black_and_white_are_refused_in_a_sentence() {
    NDArray grey = scope.create(new float[] {-1, 1, 0.25f, 1}, new Shape(1, 4));
    Bernoulli.ofGrey().expectSupport(grey);
    Bernoulli.ofBinary().expectSupport(grey.get(":, 0:2"));
    assertThatThrownBy(() -> Bernoulli.ofBinary().expectSupport(grey))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Bernoulli takes black (-1) and white (1) alone, but got the grey 0.25; make the data"
                + " black or white with Binarised, allow grey with Bernoulli.ofGrey(), or take"
                + " DiscretisedLogistic");
  }

  @Test
  void values_out_of_range_are_refused() {
    NDArray bright = scope.create(new float[] {-1, 255}, new Shape(1, 2));
    NDArray broken = scope.create(new float[] {0, Float.NaN}, new Shape(1, 2));
    refused(Bernoulli.ofGrey(), bright, "values from -1 (black) to 1 (white), but got 255.0");
    refused(Bernoulli.ofGrey(), broken, "but got NaN");
    refused(DiscretisedLogistic.ofBytes(), bright, "takes values from -1 to 1, but got 255.0");
    refused(Normal.of(1), broken, "Normal takes finite values, but got NaN");
    Normal.of(1).expectSupport(bright);
  }

  private static void refused(Likelihood likelihood, NDArray examples, String words) {
    assertThatThrownBy(() -> likelihood.expectSupport(examples))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void a_decoder_with_too_few_outputs_is_refused() {
    NDArray x = scope.zeros(new Shape(5, 1, 4, 4), DataType.FLOAT32);
    assertThatThrownBy(() -> DiscretisedLogistic.ofBytes().logDensity(x, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected the decoder to output (5, 2, 4, 4) for examples (5, 1, 4, 4), as"
                + " DiscretisedLogistic[levels=256] needs it, but it gave (5, 1, 4, 4)");
  }

  @Test
  void options_out_of_range_are_refused() {
    assertThatThrownBy(() -> Normal.of(0))
        .hasMessage("deviation must be positive and finite, but was 0.0");
    assertThatThrownBy(() -> new DiscretisedLogistic(1))
        .hasMessage("levels must be at least 2, but was 1");
  }
}
