package org.atelier.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives against differences of values, in float64, and the edges of every loss. */
class LossDerivativeTest {
  private static final double STEP = 1e-5;

  static Stream<Arguments> losses() {
    var smooth = new NonSaturating(0.8);
    return Stream.of(
        loss("NonSaturating.real", smooth::real),
        loss("NonSaturating.fake", smooth::fake),
        loss("NonSaturating.generator", smooth::generator),
        loss("LeastSquares.real", new LeastSquares()::real),
        loss("LeastSquares.real, smoothed", new LeastSquares(0.8)::real),
        loss("LeastSquares.fake", new LeastSquares()::fake),
        loss("LeastSquares.generator", new LeastSquares()::generator),
        loss("Hinge.real", new Hinge()::real),
        loss("Hinge.fake", new Hinge()::fake),
        loss("Hinge.generator", new Hinge()::generator),
        loss("Wasserstein.real", new Wasserstein()::real),
        loss("Wasserstein.fake", new Wasserstein()::fake),
        loss("Wasserstein.generator", new Wasserstein()::generator),
        loss("L1", x -> L1.of(x, other(x))),
        loss("L1, second", x -> L1.of(other(x), x)),
        loss("L2", x -> L2.of(x, other(x))),
        loss("L2, second", x -> L2.of(other(x), x)),
        loss("CrossEntropy", x -> CrossEntropy.of(x.reshape(2, 12), labels(x))),
        loss("TotalVariation", TotalVariation::of),
        loss("NinePointVariation", NinePointVariation::of),
        loss("IsotropicVariation", IsotropicVariation::of),
        // By the critic's weights, through the derivative by its input.
        loss("GradientPenalty", w -> penalty(w)),
        loss("R1Penalty", w -> R1Penalty.of(critic(w), other(w))),
        loss(
            "DraganPenalty", w -> DraganPenalty.of(critic(w), other(w), other(w).neg(), alpha(w))));
  }

  private static NDArray labels(NDArray x) {
    return x.getManager().create(new long[] {11, 3});
  }

  private static Arguments loss(String name, UnaryOperator<NDArray> loss) {
    return Arguments.of(name, loss);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void the_derivative_is_the_limit_of_differences(String name, UnaryOperator<NDArray> loss) {
    try (NDManager scope = NDManager.newBaseManager()) {
      double[] at = CounterRandom.of(5, name).doubles(24).toArray();
      NDArray x = scope.create(at, new Shape(2, 1, 4, 3));
      x.setRequiresGradient(true);
      NDArray value = Gradients.recording(() -> loss.apply(x));
      assertThat(value.getShape()).isEqualTo(new Shape());
      double[] gradient = Gradients.of(value, List.of(x)).get(0).toDoubleArray();
      for (int i = 0; i < at.length; i += 5) {
        double slope = (value(loss, at, i, STEP) - value(loss, at, i, -STEP)) / (2 * STEP);
        assertThat(gradient[i]).as("element %s", i).isCloseTo(slope, within(1e-7));
      }
    }
  }

  @Test
  void cross_entropy_is_minus_the_log_of_the_right_classes_share() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray logits = scope.create(new float[] {0, 0, 0, 1, 2, 4}, new Shape(2, 3));
      double first = Math.log(3);
      double second = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(4)) - 2;
      assertThat(CrossEntropy.of(logits, scope.create(new long[] {2, 1})).getFloat())
          .isCloseTo((float) ((first + second) / 2), within(1e-6f));
      assertThatThrownBy(() -> CrossEntropy.of(logits, scope.create(new long[] {1})))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected logits (N, classes) and labels (N), but got (2, 3) and (1)");
    }
  }

  private static double value(UnaryOperator<NDArray> loss, double[] at, int index, double change) {
    double[] moved = at.clone();
    moved[index] += change;
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = scope.create(moved, new Shape(2, 1, 4, 3));
      return Gradients.recording(() -> loss.apply(x)).getDouble();
    }
  }

  /** Other values of the same shape. */
  private static NDArray other(NDArray x) {
    double[] values = CounterRandom.of(9).doubles(x.size()).toArray();
    return x.getManager().create(values, x.getShape());
  }

  private static NDArray alpha(NDArray x) {
    return x.getManager().create(new double[] {0.3, 0.8});
  }

  private static NDArray penalty(NDArray w) {
    return GradientPenalty.of(critic(w), other(w), other(w).square(), alpha(w));
  }

  /** D(x) = Σ w·tanh(w·x), a curved critic whose parameters have the shape of the pictures. */
  private static UnaryOperator<NDArray> critic(NDArray w) {
    return x -> w.mul(x.mul(w).tanh());
  }

  @Test
  void a_linear_critic_has_a_known_penalty() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray w = scope.create(new float[] {3, 4}, new Shape(1, 2));
      w.setRequiresGradient(true);
      NDArray x = scope.create(new float[] {1, 2, 5, -1}, new Shape(2, 2));
      NDArray alpha = scope.create(new float[] {0.5f, 0.25f});
      NDArray gp = Gradients.recording(() -> GradientPenalty.of(a -> a.mul(w), x, x.add(x), alpha));
      NDArray r1 = Gradients.recording(() -> R1Penalty.of(a -> a.mul(w), x));
      assertThat(gp.getFloat()).isCloseTo(16, within(1e-4f));
      assertThat(r1.getFloat()).isCloseTo(25, within(1e-4f));
      // d(‖w‖ − 1)²/dw = 2(‖w‖ − 1)·w/‖w‖
      assertThat(Gradients.of(gp, List.of(w)).get(0).toFloatArray())
          .containsExactly(new float[] {4.8f, 6.4f}, within(1e-4f));
    }
  }

  @Test
  void a_flat_critic_has_a_penalty_of_one_and_no_nan() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray w = scope.zeros(new Shape(1, 2));
      w.setRequiresGradient(true);
      NDArray x = scope.ones(new Shape(2, 2));
      NDArray alpha = scope.create(new float[] {0.5f, 0.25f});
      NDArray gp = Gradients.recording(() -> GradientPenalty.of(a -> a.mul(w), x, x, alpha));
      assertThat(gp.getFloat()).isEqualTo(1);
      assertThat(Gradients.of(gp, List.of(w)).get(0).toFloatArray()).containsOnly(0f);
    }
  }

  @Test
  void should_not_ask_the_callers_pictures_for_gradients() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray w = scope.ones(new Shape(1, 2));
      w.setRequiresGradient(true);
      NDArray real = scope.ones(new Shape(2, 2));
      // As a generator's output in its own phase.
      NDArray fake = Gradients.recording(() -> Scale.by(w.broadcast(2, 2), 2));
      NDArray alpha = scope.create(new float[] {0.5f, 0.25f});
      Gradients.recording(() -> R1Penalty.of(a -> a.mul(w), real));
      NDArray gp = Gradients.recording(() -> GradientPenalty.of(a -> a.mul(w), real, fake, alpha));
      assertThatThrownBy(() -> Gradients.of(gp, List.of(w, real)))
          .hasMessageContaining("does not require grad");
      assertThat(Gradients.of(gp, List.of(w, fake)).get(1).isEmpty()).isTrue();
    }
  }

  @Test
  void penalties_refuse_what_they_cannot_serve() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = scope.ones(new Shape(2, 3));
      NDArray alpha = scope.ones(new Shape(2));
      assertThatThrownBy(
              () ->
                  Gradients.withoutRecording(
                      () -> GradientPenalty.of(NDArray::square, x, x, alpha)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must be recorded")
          .hasMessageContaining("Gradients.recording");
      assertThatThrownBy(
              () ->
                  Gradients.recording(
                      () -> GradientPenalty.of(NDArray::square, x, x.reshape(3, 2), alpha)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("generated pictures of shape (2, 3)");
      assertThatThrownBy(
              () -> Gradients.recording(() -> GradientPenalty.of(NDArray::square, x, x, x)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Expected 2 numbers alpha, one for each picture");
      assertThatThrownBy(() -> Gradients.recording(() -> R1Penalty.of(a -> x.square(), x)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("was not recorded");
      NDArray w = scope.ones(new Shape(2, 3));
      w.setRequiresGradient(true);
      assertThatThrownBy(() -> Gradients.recording(() -> R1Penalty.of(a -> w, x)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not depend");
    }
  }

  @Test
  void should_refuse_shapes_that_libtorch_would_stretch() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray one = scope.ones(new Shape(3, 1));
      NDArray two = scope.ones(new Shape(3));
      assertThatThrownBy(() -> L1.of(one, two))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(3, 1)")
          .hasMessageContaining("(3)");
      assertThatThrownBy(() -> L2.of(one, two)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> TotalVariation.of(scope.ones(new Shape(1, 3, 1, 5))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least 2 × 2 pixels, but got (1, 3, 1, 5)");
    }
  }

  @Test
  void simple_values() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray a = scope.create(new float[] {1, 2, 4});
      NDArray b = scope.create(new float[] {1, 4, 1});
      assertThat(L1.of(a, b).getFloat()).isCloseTo(5f / 3, within(1e-6f));
      assertThat(L2.of(a, b).getFloat()).isCloseTo(13f / 3, within(1e-6f));
      assertThat(new NonSaturating().real(scope.create(-1000f)).getFloat()).isEqualTo(1000);
    }
  }
}
