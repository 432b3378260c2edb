package org.atelier.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.loss.R1Penalty;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Derivatives, randomness and refusals; what the changes are is in the property test. */
class DiffAugmentTest {
  private static final Shape SHAPE = new Shape(2, 3, 4, 5);
  private static final Shape CRITIC = new Shape(1, 3, 4, 5);
  private static final double STEP = 1e-5;

  @ParameterizedTest
  @CsvSource({"true, 0, 0", "false, 0.3, 0", "false, 0, 0.5", "true, 0.3, 0.5"})
  void the_derivative_is_the_limit_of_differences(boolean colour, double move, double cut) {
    var augment = new DiffAugment(colour, move, cut);
    try (NDManager scope = NDManager.newBaseManager()) {
      double[] at = CounterRandom.of(5).doubles(SHAPE.size()).toArray();
      NDArray x = scope.create(at, SHAPE);
      x.setRequiresGradient(true);
      NDArray value = Gradients.recording(() -> value(augment, x));
      double[] gradient = Gradients.of(value, List.of(x)).get(0).toDoubleArray();
      for (int i = 0; i < at.length; i += 7) {
        double slope = (moved(augment, at, i, STEP) - moved(augment, at, i, -STEP)) / (2 * STEP);
        assertThat(gradient[i]).as("element %s", i).isCloseTo(slope, within(1e-6));
      }
    }
  }

  /** A curved function of the changed pictures, with a weight of its own for every value. */
  private static NDArray value(DiffAugment augment, NDArray x) {
    double[] weights = CounterRandom.of(9).doubles(SHAPE.size()).toArray();
    NDArray changed = augment.apply(step(x.getManager(), 4), x);
    return changed.square().mul(x.getManager().create(weights, SHAPE)).sum();
  }

  private static double moved(DiffAugment augment, double[] at, int index, double change) {
    double[] other = at.clone();
    other[index] += change;
    try (NDManager scope = NDManager.newBaseManager()) {
      return Gradients.recording(() -> value(augment, scope.create(other, SHAPE))).getDouble();
    }
  }

  /** The second derivative: of a penalty on the first, by the critic's parameters. */
  @ParameterizedTest
  @CsvSource({"true, 0, 0", "false, 0.3, 0", "false, 0, 0.5", "true, 0.3, 0.5"})
  void a_penalty_differentiates_through_it(boolean colour, double move, double cut) {
    var augment = new DiffAugment(colour, move, cut);
    double[] at = CounterRandom.of(6).doubles(SHAPE.size() / 2).toArray();
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray w = scope.create(at, CRITIC);
      w.setRequiresGradient(true);
      NDArray value = Gradients.recording(() -> penalty(augment, w));
      double[] gradient = Gradients.of(value, List.of(w)).get(0).toDoubleArray();
      for (int i = 0; i < at.length; i += 3) {
        double slope =
            (penalty(augment, at, i, STEP) - penalty(augment, at, i, -STEP)) / (2 * STEP);
        assertThat(gradient[i])
            .as("element %s", i)
            .isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
      }
      assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow()).isGreaterThan(0.1);
    }
  }

  /** The R1 penalty of D(x) = Σ (w·T(x))², T with the draws of one step. */
  private static NDArray penalty(DiffAugment augment, NDArray w) {
    NDManager scope = w.getManager();
    NDArray x = scope.create(CounterRandom.of(2).doubles(SHAPE.size()).toArray(), SHAPE);
    return R1Penalty.of(real -> augment.apply(step(scope, 1), real).mul(w).square(), x);
  }

  private static double penalty(DiffAugment augment, double[] at, int index, double change) {
    double[] other = at.clone();
    other[index] += change;
    try (NDManager scope = NDManager.newBaseManager()) {
      return Gradients.recording(() -> penalty(augment, scope.create(other, CRITIC))).getDouble();
    }
  }

  @Test
  void the_numbers_are_a_function_of_seed_step_and_draw() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = scope.create(CounterRandom.of(2).gaussians(120), SHAPE);
      var augment = DiffAugment.defaults();
      Step<?> step = step(scope, 1);
      float[] first = augment.apply(step, x).toFloatArray();
      assertThat(augment.apply(step, x).toFloatArray()).as("drawn anew").isNotEqualTo(first);
      assertThat(augment.apply(step(scope, 1), x).toFloatArray()).isEqualTo(first);
      assertThat(augment.apply(step(scope, 2), x).toFloatArray()).isNotEqualTo(first);
    }
  }

  @Test
  void should_refuse_what_is_no_picture_and_shares_out_of_range() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray rows = scope.ones(new Shape(2, 3));
      Step<?> step = step(scope, 1);
      NDArray picture = rows.reshape(1, 1, 2, 3);
      assertThat(DiffAugment.none().apply(step, picture)).isSameAs(picture);
      assertThat(step.random().nextLong())
          .as("nothing was drawn")
          .isEqualTo(step(scope, 1).random().nextLong());
      assertThatThrownBy(() -> DiffAugment.defaults().apply(step, rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected pictures (N, C, H, W) to augment, but their shape was (2, 3)");
    }
    assertThatThrownBy(() -> DiffAugment.none().withCutout(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cutout must be in [0, 1], but was 1.5");
    assertThatThrownBy(() -> DiffAugment.none().withTranslation(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("translation must be in [0, 1], but was NaN");
  }

  private static Step<String> step(NDManager scope, long seed) {
    return new Step<>(0, "batch", scope, CounterRandom.of(seed));
  }
}
