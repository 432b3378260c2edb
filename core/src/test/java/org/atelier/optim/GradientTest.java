package org.atelier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.engine.Gradients;
import org.junit.jupiter.api.Test;

/** Clipping, summing and averaging. */
class GradientTest {
  private static final float TOLERANCE = 1e-6f;

  @Test
  void should_shorten_a_long_gradient_to_the_norm() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDList gradients = gradients(scope);
      NDArray before = GradientNorm.clip(gradients, 6.5);
      // √(3² + 4² + 12²) = 13
      assertThat(before.getShape()).isEqualTo(new Shape());
      assertThat(before.getFloat()).isEqualTo(13);
      assertThat(gradients.get(1).toFloatArray())
          .containsExactly(new float[] {1.5f, 2}, within(TOLERANCE));
      assertThat(gradients.get(3).toFloatArray())
          .containsExactly(new float[] {0, 6, 0, 0}, within(TOLERANCE));
    }
  }

  @Test
  void should_leave_a_short_gradient_alone() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDList gradients = gradients(scope);
      assertThat(GradientNorm.clip(gradients, 13.1).getFloat()).isEqualTo(13);
      assertThat(gradients.get(1).toFloatArray()).containsExactly(3, 4);
      assertThat(gradients.get(3).toFloatArray()).containsExactly(0, 12, 0, 0);
    }
  }

  @Test
  void should_take_no_gradients_for_a_norm_of_zero() {
    try (NDManager scope = NDManager.newBaseManager()) {
      var none = new NDList(scope.create(new Shape(0)));
      assertThat(GradientNorm.clip(none, 1).getFloat()).isZero();
    }
  }

  @Test
  void should_refuse_a_norm_that_is_not_positive() {
    try (NDManager scope = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> GradientNorm.clip(gradients(scope), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be positive, but was 0.0");
    }
  }

  /** The derivatives by two addends are one tensor in libtorch. */
  @Test
  void should_handle_gradients_that_share_their_memory() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray a = scope.ones(new Shape(2));
      NDArray b = scope.ones(new Shape(2));
      a.setRequiresGradient(true);
      b.setRequiresGradient(true);
      NDArray factor = scope.create(new float[] {3, 4});
      var learning = List.of(a, b);

      NDList clipped = Gradients.of(loss(a, b, factor), learning);
      GradientNorm.clip(clipped, Math.sqrt(2) * 2.5);
      assertThat(clipped.get(0).toFloatArray())
          .containsExactly(new float[] {1.5f, 2}, within(TOLERANCE));
      assertThat(clipped.get(1).toFloatArray())
          .containsExactly(new float[] {1.5f, 2}, within(TOLERANCE));

      NDList sum =
          GradientSum.add(
              Gradients.of(loss(a, b, factor), learning),
              Gradients.of(loss(a, b, factor), learning));
      assertThat(sum.get(0).toFloatArray()).containsExactly(6, 8);
      assertThat(sum.get(1).toFloatArray()).containsExactly(6, 8);
    }
  }

  private static NDArray loss(NDArray a, NDArray b, NDArray factor) {
    return Gradients.recording(() -> a.add(b).mul(factor).sum());
  }

  @Test
  void should_sum_what_is_there() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray none = scope.create(new Shape(0));
      var first = new NDList(none, scope.create(new float[] {1, 2}), scope.create(5f), none);
      var second = new NDList(none, scope.create(new float[] {3, 4}), none, scope.create(7f));
      NDList sum = GradientSum.add(first, second);
      assertThat(sum.get(0).isEmpty()).isTrue();
      assertThat(sum.get(1).toFloatArray()).containsExactly(4, 6);
      assertThat(sum.get(2).getFloat()).isEqualTo(5);
      assertThat(sum.get(3).getFloat()).isEqualTo(7);
    }
  }

  @Test
  void the_average_should_move_by_its_share() {
    try (NDManager owner = NDManager.newBaseManager()) {
      var parameters = Weights.make(owner);
      var ema = new Ema(0.75, parameters, owner);
      assertThat(ema.decay()).isEqualTo(0.75);
      NDArray w = parameters.get("conv.weight");
      float[] start = w.toFloatArray();
      assertThat(ema.named().get("conv.weight").toFloatArray()).containsExactly(start);
      w.muli(3);
      ema.update();
      ema.update();
      float[] averages = ema.named().get("conv.weight").toFloatArray();
      for (int i = 0; i < start.length; i++) {
        // ¾(¾·1 + ¼·3) + ¼·3
        assertThat(averages[i]).isCloseTo(1.875f * start[i], within(1e-5f));
      }
      assertThatThrownBy(() -> new Ema(1, parameters, owner))
          .hasMessage("decay must be in [0, 1), but was 1.0");
    }
  }

  private static NDList gradients(NDManager scope) {
    return new NDList(
        scope.create(new Shape(0)),
        scope.create(new float[] {3, 4}),
        scope.create(new Shape(0)),
        scope.create(new float[] {0, 12, 0, 0}, new Shape(2, 2)));
  }
}
