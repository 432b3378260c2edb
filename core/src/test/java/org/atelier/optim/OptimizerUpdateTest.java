package org.atelier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atelier.engine.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Native updates against plain Java in double precision, and what optimizers remember. */
class OptimizerUpdateTest {
  private static final int STEPS = 6;

  static Stream<Optimizer> optimizers() {
    Sgd momentum = Sgd.of(0.1).withMomentum(0.9);
    return Stream.of(
        Adam.of(2e-2, 0.5),
        Adam.of(1e-2, 0).withBeta2(0.9).withEpsilon(1e-3),
        Adam.of(1e-2, 0.9).withWeightDecay(0.1),
        Adam.of(1e-2, 0.9).withSchedule(Schedule.linearDecay(2, 3)),
        AdamW.of(1e-2, 0.9),
        AdamW.of(1e-2, 0.5).withBeta2(0.99).withWeightDecay(0.3),
        Sgd.of(0.1),
        Sgd.of(0.1).withWeightDecay(0.05),
        momentum,
        momentum.withWeightDecay(0.05).withSchedule(Schedule.stepDecay(2, 0.5)),
        momentum.withNesterov(true),
        momentum.withNesterov(true).withWeightDecay(0.05),
        RmsProp.of(1e-2),
        RmsProp.of(1e-2).withAlpha(0.9).withEpsilon(1e-3).withWeightDecay(0.1),
        RmsProp.of(1e-2).withMomentum(0.9).withSchedule(Schedule.linearDecay(2, 3)),
        RmsProp.of(1e-2).withCentered(true).withEpsilon(1e-2),
        RmsProp.of(1e-2).withCentered(true).withEpsilon(1e-2).withMomentum(0.5),
        new WeightClip(RmsProp.of(1e-2), 0.3),
        new WeightClip(Adam.of(2e-2, 0.5), 0.05));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void should_follow_the_formula_in_every_memory_layout(Optimizer optimizer) {
    try (NDManager owner = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = Weights.make(owner);
      var state = new OptimizerState(optimizer, parameters, owner);
      var expected = new HashMap<String, double[]>();
      var rules = new HashMap<String, Expected>();
      Weights.values(parameters)
          .forEach(
              (name, values) -> {
                expected.put(name, doubles(values));
                rules.put(name, Expected.of(optimizer));
              });
      for (int step = 0; step < STEPS; step++) {
        try (NDManager scratch = NDManager.newBaseManager()) {
          NDList gradients = Weights.gradients(scratch, step);
          double rate = optimizer.learningRate() * optimizer.schedule().factor(step);
          int index = 0;
          for (String name : parameters.keySet()) {
            double[] gradient = doubles(gradients.get(index).toFloatArray());
            if (left(name, step)) {
              gradients.set(index, scratch.create(new Shape(0)));
            } else {
              rules.get(name).update(expected.get(name), gradient, rate);
            }
            index++;
          }
          state.update(gradients, step);
        }
        for (String name : parameters.keySet()) {
          assertThat(doubles(parameters.get(name).toFloatArray()))
              .as("%s after step %s", name, step)
              .containsExactly(expected.get(name), within(2e-6));
        }
      }
    }
  }

  /** One parameter has no gradient in some steps: its own counter and moments stand still. */
  private static boolean left(String name, int step) {
    return name.equals("linear.bias") && (step == 0 || step == 3);
  }

  @Test
  void should_leave_what_has_no_gradient_alone() {
    try (NDManager owner = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = Weights.make(owner);
      var state = new OptimizerState(AdamW.of(0.1, 0.5), parameters, owner);
      update(state, 0);
      float[] bias = parameters.get("linear.bias").toFloatArray();
      float[] moment = state.named().get("linear.bias.exp_avg").toFloatArray();
      try (NDManager scratch = NDManager.newBaseManager()) {
        NDList gradients = Weights.gradients(scratch, 1);
        gradients.set(3, scratch.create(new Shape(0)));
        state.update(gradients, 1);
        var none = new NDList();
        parameters.forEach((name, parameter) -> none.add(scratch.create(new Shape(0))));
        state.update(none, 2);
      }
      assertThat(parameters.get("linear.bias").toFloatArray()).containsExactly(bias);
      assertThat(state.named().get("linear.bias.exp_avg").toFloatArray()).containsExactly(moment);
      assertThat(state.named().get("linear.bias.step").getFloat()).isEqualTo(1);
      assertThat(state.named().get("gain.step").getFloat()).isEqualTo(2);
    }
  }

  @Test
  void should_not_change_the_gradients() {
    try (NDManager owner = NDManager.newBaseManager()) {
      var state =
          new OptimizerState(Adam.of(0.1, 0.5).withWeightDecay(1), Weights.make(owner), owner);
      NDList gradients = Weights.gradients(owner, 0);
      List<float[]> before = gradients.stream().map(NDArray::toFloatArray).toList();
      state.update(gradients, 0);
      for (int i = 0; i < before.size(); i++) {
        assertThat(gradients.get(i).toFloatArray()).containsExactly(before.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void should_continue_with_the_same_bits_from_its_named_arrays(Optimizer optimizer) {
    try (NDManager owner = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = Weights.make(owner);
      var state = new OptimizerState(optimizer, parameters, owner);
      update(state, 0);
      update(state, 1);
      Map<String, NDArray> restored = Weights.make(owner);
      var other = new OptimizerState(optimizer, restored, owner);
      restored.forEach((name, array) -> Layout.copyInto(array, parameters.get(name)));
      other.named().forEach((name, array) -> Layout.copyInto(array, state.named().get(name)));
      update(state, 2);
      update(other, 2);
      assertThat(Weights.values(restored))
          .usingRecursiveComparison()
          .isEqualTo(Weights.values(parameters));
      assertThat(Weights.values(other.named()))
          .usingRecursiveComparison()
          .isEqualTo(Weights.values(state.named()));
    }
  }

  @Test
  void should_name_what_it_remembers_by_parameter_and_slot() {
    try (NDManager owner = NDManager.newBaseManager()) {
      var parameters = Map.of("w", owner.ones(new Shape(2, 3)));
      var adam = new OptimizerState(Adam.of(0.1, 0.5), parameters, owner);
      assertThat(adam.named()).containsOnlyKeys("w.step", "w.exp_avg", "w.exp_avg_sq");
      assertThat(adam.named().get("w.exp_avg").getShape()).isEqualTo(new Shape(2, 3));
      assertThat(new OptimizerState(Sgd.of(0.1), parameters, owner).named()).isEmpty();
      assertThat(new OptimizerState(Sgd.of(0.1).withMomentum(0.5), parameters, owner).named())
          .containsOnlyKeys("w.momentum_buffer");
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void should_leave_no_array_behind(Optimizer optimizer) {
    try (NDManager owner = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = Weights.make(owner);
      var state = new OptimizerState(optimizer, parameters, owner);
      var ema = new Ema(0.9, parameters, owner);
      List<NDManager> managers =
          Stream.of(parameters, state.named(), ema.named())
              .flatMap(arrays -> arrays.values().stream())
              .map(NDArray::getManager)
              .distinct()
              .toList();
      int before = managed(managers);
      for (int step = 0; step < 5; step++) {
        update(state, step);
        ema.update();
        assertThat(managed(managers)).isEqualTo(before);
      }
    }
  }

  private static int managed(List<NDManager> managers) {
    return managers.stream().mapToInt(manager -> manager.getManagedArrays().size()).sum();
  }

  private static void update(OptimizerState state, int step) {
    try (NDManager scratch = NDManager.newBaseManager()) {
      state.update(Weights.gradients(scratch, step), step);
    }
  }

  private static double[] doubles(float[] values) {
    var doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  @Test
  void should_refuse_numbers_out_of_range() {
    assertRefused(() -> Adam.of(0, 0.5), "learningRate must be positive and finite, but was 0.0");
    assertRefused(() -> Adam.of(1, 1), "beta1 must be in [0, 1), but was 1.0");
    assertRefused(() -> Adam.of(1, 0).withBeta2(-0.1), "beta2 must be in [0, 1), but was -0.1");
    assertRefused(() -> Adam.of(1, 0).withEpsilon(Double.NaN), "epsilon must be at least 0");
    assertRefused(() -> AdamW.of(1, 0).withWeightDecay(-1), "weightDecay must be at least 0");
    assertRefused(() -> Sgd.of(Double.POSITIVE_INFINITY), "learningRate");
    assertRefused(() -> Sgd.of(1).withNesterov(true), "nesterov needs a momentum above 0");
    assertRefused(() -> Sgd.of(1).withMomentum(1), "momentum must be in [0, 1), but was 1.0");
    assertRefused(() -> RmsProp.of(1).withAlpha(1), "alpha must be in [0, 1), but was 1.0");
    assertRefused(() -> RmsProp.of(1).withMomentum(-1), "momentum must be in [0, 1)");
    assertRefused(() -> new WeightClip(Sgd.of(1), 0), "bound must be positive and finite");
  }

  @Test
  void should_refuse_a_wrong_number_of_gradients() {
    try (NDManager owner = NDManager.newBaseManager()) {
      var state = new OptimizerState(Adam.of(1, 0), Weights.make(owner), owner);
      assertRefused(() -> state.update(new NDList(), 0), "Expected 5 gradients, but got 0");
    }
  }

  private static void assertRefused(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
