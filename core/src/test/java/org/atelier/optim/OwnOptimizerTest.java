package org.atelier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The extension point: an optimizer that a user writes is a record with a text. */
class OwnOptimizerTest {
  /** RMSProp: v ← αv + (1−α)g², p ← p − lr·g/(√v + 1e-8), after an L2 decay. */
  record OwnRmsProp(double learningRate, double alpha, double decay) implements Optimizer {
    @Override
    public Schedule schedule() {
      return Schedule.constant();
    }

    @Override
    public List<String> slots() {
      return List.of("square_avg");
    }

    @Override
    public String update() {
      return """
              g = torch._foreach_add(g, p, alpha=DECAY)
              torch._foreach_mul_(square_avg, ALPHA)
              torch._foreach_addcmul_(square_avg, g, g, 1 - ALPHA)
              root = torch._foreach_add(torch._foreach_sqrt(square_avg), 1.0e-8)
              torch._foreach_addcdiv_(p, g, root, -lr)
          """
          .replace("ALPHA", Double.toString(alpha))
          .replace("DECAY", Double.toString(decay));
    }
  }

  /** Two rules that differ in what they remember, not in their text. */
  record Forgetful(double learningRate, List<String> slots) implements Optimizer {
    @Override
    public Schedule schedule() {
      return Schedule.constant();
    }

    @Override
    public String update() {
      return "    torch._foreach_add_(p, g, alpha=-lr)\n";
    }
  }

  @Test
  void should_run_a_users_update() {
    var optimizer = new OwnRmsProp(0.1, 0.75, 0.5);
    try (NDManager owner = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = Weights.make(owner);
      var state = new OptimizerState(optimizer, parameters, owner);
      float[] first = parameters.get("conv.weight").toFloatArray();
      var expected = new double[first.length];
      var average = new double[first.length];
      for (int i = 0; i < first.length; i++) {
        expected[i] = first[i];
      }
      for (int step = 0; step < 4; step++) {
        NDList gradients = Weights.gradients(owner, step);
        float[] g = gradients.get(0).toFloatArray();
        state.update(gradients, step);
        for (int i = 0; i < g.length; i++) {
          double gradient = g[i] + 0.5 * expected[i];
          average[i] = 0.75 * average[i] + 0.25 * gradient * gradient;
          expected[i] -= 0.1 * gradient / (Math.sqrt(average[i]) + 1e-8);
        }
      }
      float[] actual = parameters.get("conv.weight").toFloatArray();
      for (int i = 0; i < actual.length; i++) {
        assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  @Test
  void should_tell_rules_of_one_text_and_other_slots_apart() {
    try (NDManager owner = NDManager.newBaseManager()) {
      for (List<String> slots : List.of(List.<String>of(), List.of("step"), List.of("a", "b"))) {
        NDArray w = owner.ones(new Shape(2));
        var state = new OptimizerState(new Forgetful(0.5, slots), Map.of("w", w), owner);
        state.update(new NDList(owner.ones(new Shape(2))), 0);
        assertThat(w.toFloatArray()).containsExactly(0.5f, 0.5f);
      }
    }
  }
}
