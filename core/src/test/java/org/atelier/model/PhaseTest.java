package org.atelier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.Linear;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An objective's summands give together what they give at once. */
class PhaseTest {
  private final NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final Network near = new Network("near", Linear.of(2), Adam.of(0.1, 0.9), new Shape(3));
  private final Network far = new Network("far", Linear.of(3), Adam.of(0.1, 0.9), new Shape(2));
  private final List<String> computed = new ArrayList<>();

  @BeforeEach
  void initialise() {
    near.initialize(1, Device.cpu());
    far.initialize(2, Device.cpu());
  }

  @AfterEach
  void close() {
    near.close();
    far.close();
    scope.close();
  }

  private Step<NDArray> step() {
    return new Step<>(0, scope.arange(6f).reshape(2, 3), scope, CounterRandom.of(0));
  }

  private Objective thereAndBack(Step<NDArray> step) {
    computed.add("there and back");
    NDArray back = far.forward(near.forward(step.batch()));
    return Objective.of("cycle", 3, back.sub(step.batch()).square().mean());
  }

  private Objective small(Step<NDArray> step) {
    computed.add("small");
    return Objective.of("small", near.forward(step.batch()).square().mean());
  }

  private Objective both(Step<NDArray> step) {
    Objective small = small(step);
    return thereAndBack(step).plus("small", small.total());
  }

  @Test
  void summands_have_the_derivatives_of_their_sum() {
    Phase<NDArray> apart = Phase.of("fit", this::thereAndBack, near, far).plus(this::small);
    Phase<NDArray> atOnce = Phase.of("fit", this::both, near, far);
    Phase.Derivative sum = apart.differentiate(step(), 0.5);
    assertThat(computed).containsExactly("there and back", "small");
    Phase.Derivative whole = atOnce.differentiate(step(), 0.5);

    assertThat(sum.gradients()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(sum.gradients().get(i).toFloatArray())
          .containsExactly(whole.gradients().get(i).toFloatArray(), within(1e-4f));
    }
    float total = whole.objective().total().getFloat();
    assertThat(sum.objective().total().getFloat()).isCloseTo(total, within(1e-4f));
    assertThat(sum.objective().metrics()).containsOnlyKeys("cycle", "small");
    Objective recorded = Gradients.recording(() -> apart.objective(step()));
    assertThat(recorded.total().getFloat()).isCloseTo(total, within(1e-4f));
  }

  @Test
  void one_name_stands_for_one_term() {
    Phase<NDArray> twice = Phase.of("fit", this::small, near).plus(this::small);
    assertThatThrownBy(() -> twice.differentiate(step(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two terms named \"small\"");
  }

  @Test
  void a_phase_without_objective_is_refused() {
    assertThatThrownBy(() -> new Phase<NDArray>("fit", List.of(near), List.of(), index -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no objective");
  }
}
