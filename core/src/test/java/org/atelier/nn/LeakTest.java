package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.junit.jupiter.api.Test;

class LeakTest {
  private static final float[] X = {-3, -0.1f, 0.5f, 5, 6.5f, 100};

  private static float[] valuesAndSlopes(Layer layer, double leak) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = scope.create(X);
      x.setRequiresGradient(true);
      return ExecutionContext.inference()
          .withRecording(true)
          .withLeak(leak)
          .run(
              () -> {
                NDArray y = layer.run("f", new NDList(x)).singletonOrThrow();
                NDArray slope = Gradients.of(y.sum(), List.of(x)).singletonOrThrow();
                return y.concat(slope).toFloatArray();
              });
    }
  }

  @Test
  void relu_has_its_values_and_a_derivative_where_it_is_constant() {
    assertThat(valuesAndSlopes(Activation.relu(), 0.25))
        .containsExactly(0, 0, 0.5f, 5, 6.5f, 100, 0.25f, 0.25f, 1, 1, 1, 1);
    assertThat(valuesAndSlopes(Activation.relu(), 0))
        .containsExactly(0, 0, 0.5f, 5, 6.5f, 100, 0, 0, 1, 1, 1, 1);
  }

  @Test
  void relu6_has_it_at_both_ends() {
    assertThat(valuesAndSlopes(Activation.relu6(), 0.25))
        .containsExactly(0, 0, 0.5f, 5, 6, 6, 0.25f, 0.25f, 1, 1, 0.25f, 0.25f);
    assertThat(valuesAndSlopes(Activation.relu6(), 0))
        .containsExactly(0, 0, 0.5f, 5, 6, 6, 0, 0, 1, 1, 0, 0);
  }

  @Test
  void a_leak_is_a_share() {
    assertThatThrownBy(() -> ExecutionContext.inference().withLeak(1.5))
        .hasMessageContaining("leak must be in [0, 1], but was 1.5");
  }
}
