package org.atelier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Function;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.junit.jupiter.api.Test;

class LbfgsTest {
  private static final NativeFunction ROSENBROCK =
      NativeFunction.of(
          """
          torch.add(
              torch.mul(torch.square(torch.sub(x[1], torch.square(x[0]))), 100),
              torch.square(torch.rsub(x[0], 1)))\
          """,
          "x");

  private static final NativeFunction QUADRATIC =
      NativeFunction.of(
          "torch.sub(torch.mul(torch.dot(x, torch.mv(a, x)), 0.5), torch.dot(b, x))",
          "x",
          "a",
          "b");

  /**
   * The points after steps 1 to 14 from (-1.5, 2), of PyTorch 1.13 in float64: LBFGS([x], lr=1,
   * history_size=20, line_search_fn="strong_wolfe"), max_iter as many.
   */
  private static final float[][] PYTORCH_ROSENBROCK = {
    {-1.41726f, 2.02669f},
    {-1.42004f, 2.02487f},
    {-1.42014f, 2.02371f},
    {-1.41902f, 2.01523f},
    {-1.41423f, 1.9949f},
    {-1.39674f, 1.93362f},
    {-1.3537f, 1.79773f},
    {-1.28718f, 1.60549f},
    {-1.20503f, 1.39356f},
    {-1.07683f, 1.11123f},
    {-0.96291f, 0.915409f},
    {-0.825841f, 0.631317f},
    {-0.741183f, 0.512357f},
    {-0.618553f, 0.3714f}
  };

  /** Evaluations of the objective up to the same steps. */
  private static final long[] PYTORCH_EVALUATIONS = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17
  };

  /** The same with history_size=2, after steps 5 to 9; before them, the history is not full. */
  private static final float[][] PYTORCH_SHORT_HISTORY = {
    {-1.41395f, 1.9941f},
    {-1.3906f, 1.91529f},
    {-1.30797f, 1.66572f},
    {-1.19054f, 1.36057f},
    {-0.936255f, 0.914005f}
  };

  private static final float[] MATRIX = {
    4, 1, 0, 0, 1, 3, .5f, 0, 0, .5f, 2, -.25f, 0, 0, -.25f, 1
  };

  /** The points after steps 1 to 9 on the quadratic from (2, -1, 0.5, 3), of PyTorch as above. */
  private static final float[][] PYTORCH_QUADRATIC = {
    {1.53398f, -1.09709f, 0.752427f, 2.81553f},
    {0.405473f, -1.12836f, 1.87663f, 1.88444f},
    {0.458839f, -1.13751f, 2.03852f, 1.52656f},
    {0.5367f, -1.24323f, 1.97593f, 1.01899f},
    {0.544955f, -1.10607f, 1.92086f, 0.946108f},
    {0.543697f, -1.16661f, 1.92138f, 0.978649f},
    {0.542397f, -1.16681f, 1.91595f, 0.978905f},
    {0.54157f, -1.16618f, 1.91385f, 0.978488f},
    {0.541539f, -1.16615f, 1.91385f, 0.978462f}
  };

  private static final Lbfgs OPTIONS = Lbfgs.defaults();

  private static NDArray start(NDManager scope, float... values) {
    NDArray x = scope.create(values);
    x.setRequiresGradient(true);
    return x;
  }

  private static LbfgsState.Closure<String> closure(
      NDManager scope, NDArray x, Function<NDArray, NDArray> objective) {
    return gradients -> {
      try (NDManager scratch = scope.newSubManager()) {
        NDArray value = Gradients.recording(() -> objective.apply(x));
        value.attach(scratch);
        var all = Gradients.of(value, List.of(x));
        all.attach(scratch);
        gradients.accept(all);
        return new LbfgsState.Evaluation<>(value.getFloat(), "at " + value.getFloat());
      }
    };
  }

  @Test
  void the_steps_are_those_of_pytorch() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = start(scope, -1.5f, 2);
      try (var search = new LbfgsState<String>(OPTIONS, List.of(x), scope)) {
        for (int i = 0; i < PYTORCH_ROSENBROCK.length; i++) {
          assertThat(search.step(closure(scope, x, ROSENBROCK::apply))).isTrue();
          assertThat(x.toFloatArray())
              .as("step %s", i + 1)
              .containsExactly(PYTORCH_ROSENBROCK[i], within(3e-4f));
          assertThat(search.evaluations()).isEqualTo(PYTORCH_EVALUATIONS[i]);
        }
        assertThat(search.report()).startsWith("at 2.63");
      }
    }
  }

  @Test
  void a_full_history_forgets_its_oldest_pair() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = start(scope, -1.5f, 2);
      try (var search = new LbfgsState<String>(OPTIONS.withHistory(2), List.of(x), scope)) {
        for (int i = 1; i <= 9; i++) {
          search.step(closure(scope, x, ROSENBROCK::apply));
          assertThat(search.pairs()).isEqualTo(Math.min(i, 2));
          if (i >= 5) {
            assertThat(x.toFloatArray())
                .as("step %s", i)
                .containsExactly(PYTORCH_SHORT_HISTORY[i - 5], within(3e-4f));
          }
        }
      }
    }
  }

  @Test
  void a_quadratic_is_minimised_as_by_pytorch() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = start(scope, 2, -1, .5f, 3);
      NDArray a = scope.create(MATRIX, new Shape(4, 4));
      NDArray b = scope.create(new float[] {1, -2, 3, .5f});
      try (var search = new LbfgsState<String>(OPTIONS, List.of(x), scope)) {
        for (float[] expected : PYTORCH_QUADRATIC) {
          search.step(closure(scope, x, z -> QUADRATIC.apply(z, a, b)));
          assertThat(x.toFloatArray()).containsExactly(expected, within(2e-5f));
        }
      }
    }
  }

  @Test
  void rosenbrocks_minimum_is_reached_and_ends_the_search_without_a_leak() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = start(scope, -1.5f, 2);
      try (var search = new LbfgsState<String>(OPTIONS.withHistory(5), List.of(x), scope)) {
        int steps = 0;
        int arrays = 0;
        boolean more = true;
        while (more) {
          more = search.step(closure(scope, x, ROSENBROCK::apply));
          steps++;
          if (steps == 8) {
            arrays = scope.getManagedArrays().size();
          }
          assertThat(steps).isLessThan(100);
        }
        assertThat(x.toFloatArray()).containsExactly(new float[] {1, 1}, within(1e-3f));
        assertThat(scope.getManagedArrays()).hasSizeLessThanOrEqualTo(arrays);
        long evaluations = search.evaluations();
        assertThat(search.step(closure(scope, x, ROSENBROCK::apply))).isFalse();
        assertThat(search.evaluations()).isEqualTo(evaluations);
      }
    }
  }

  @Test
  void a_search_ends_when_its_evaluations_are_spent() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = start(scope, -1.5f, 2);
      var options = OPTIONS.withMaxEvaluations(6);
      try (var search = new LbfgsState<String>(options, List.of(x), scope)) {
        int steps = 1;
        while (search.step(closure(scope, x, ROSENBROCK::apply))) {
          steps++;
        }
        assertThat(steps).isEqualTo(4);
        assertThat(search.evaluations()).isEqualTo(6);
      }
    }
  }

  @Test
  void a_wall_of_values_that_are_not_finite_is_not_crossed() {
    // The minimum of x - ln(1 - x²), whose logarithm is not a number outside ]-1, 1[.
    var walled =
        NativeFunction.of(
            "torch.sum(torch.sub(x, torch.log(torch.rsub(torch.square(x), 1))))", "x");
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = start(scope, 0.9f, 0.9f);
      try (var search = new LbfgsState<String>(OPTIONS.withLearningRate(30), List.of(x), scope)) {
        for (int i = 0; i < 40 && search.step(closure(scope, x, walled::apply)); i++) {
          assertThat(x.toFloatArray()).doesNotContain(Float.NaN);
        }
        float minimum = (float) (1 - Math.sqrt(2));
        assertThat(x.toFloatArray()).containsExactly(new float[] {minimum, minimum}, within(1e-3f));
      }
      NDArray outside = start(scope, 2);
      try (var search = new LbfgsState<String>(OPTIONS, List.of(outside), scope)) {
        assertThatThrownBy(() -> search.step(closure(scope, outside, walled::apply)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("not finite where the search begins");
      }
    }
  }

  @Test
  void an_objective_that_throws_leaves_the_parameters_where_they_were() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = start(scope, -1.5f, 2);
      try (var search = new LbfgsState<String>(OPTIONS, List.of(x), scope)) {
        var calls = new int[1];
        LbfgsState.Closure<String> failing =
            gradients -> {
              if (++calls[0] == 2) {
                throw new IllegalArgumentException("no more");
              }
              return closure(scope, x, ROSENBROCK::apply).evaluate(gradients);
            };
        assertThatThrownBy(() -> search.step(failing)).hasMessage("no more");
        assertThat(calls[0]).isEqualTo(2);
        assertThat(x.toFloatArray()).containsExactly(-1.5f, 2);
      }
    }
  }

  @Test
  void a_step_that_threw_can_be_taken_again_as_if_nothing_had_been() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = start(scope, -1.5f, 2);
      NDArray y = start(scope, -1.5f, 2);
      try (var search = new LbfgsState<String>(OPTIONS, List.of(x), scope);
          var undisturbed = new LbfgsState<String>(OPTIONS, List.of(y), scope)) {
        for (int i = 0; i < 6; i++) {
          assertThatThrownBy(
                  () ->
                      search.step(
                          gradients -> {
                            throw new IllegalArgumentException("not now");
                          }))
              .hasMessage("not now");
          search.step(closure(scope, x, ROSENBROCK::apply));
          undisturbed.step(closure(scope, y, ROSENBROCK::apply));
          assertThat(x.toFloatArray()).containsExactly(y.toFloatArray());
        }
        assertThat(search.pairs()).isPositive().isEqualTo(undisturbed.pairs());
      }
    }
  }
}
