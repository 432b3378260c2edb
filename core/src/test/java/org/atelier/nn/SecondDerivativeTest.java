package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations made of straight pieces, as they are written for a derivative of a derivative. */
class SecondDerivativeTest {
  private static final ExecutionContext TWICE = Rig.TRAINING.withSecondOrder(true);
  private static final Shape PICTURES = new Shape(2, 3, 6, 6);

  static Stream<Layer> straight() {
    return Stream.of(Activation.relu(), Activation.leakyRelu(0.2));
  }

  private static Layer critic(Layer activation) {
    return Sequential.of(
        Conv2d.of(4, 3), activation, Conv2d.of(5, 3), activation, Flatten.of(), Linear.of(1));
  }

  @ParameterizedTest
  @MethodSource("straight")
  void values_and_second_derivatives_are_the_same(Layer activation) {
    try (var rig = new Rig(critic(activation), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      assertThat(rig.run(TWICE, x).toFloatArray())
          .isEqualTo(rig.run(Rig.TRAINING, x).toFloatArray());
      List<float[]> expected = slopeGradients(rig, Rig.TRAINING, x);
      List<float[]> actual = slopeGradients(rig, TWICE, x);
      for (int i = 0; i < expected.size(); i++) {
        if (actual.get(i).length > 0) {
          assertThat(actual.get(i)).containsExactly(expected.get(i), within(1e-5f));
        } else {
          for (float value : expected.get(i)) {
            assertThat(value).isZero();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("straight")
  void what_the_slope_does_not_depend_on_gets_no_gradient_of_zeros(Layer activation) {
    try (var rig = new Rig(critic(activation), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      // The biases of the convolutions; the last layer's is no part of the slope in any mode.
      assertThat(slopeGradients(rig, Rig.TRAINING, x).stream().filter(g -> g.length == 0))
          .hasSize(1);
      assertThat(slopeGradients(rig, TWICE, x).stream().filter(g -> g.length == 0)).hasSize(3);
    }
  }

  /** The derivatives of ‖∇ₓ ΣD(x)‖² by all parameters. */
  private static List<float[]> slopeGradients(Rig rig, ExecutionContext context, NDArray input) {
    List<NDArray> parameters =
        rig.layer.namedParameters().values().stream().map(Parameter::getArray).toList();
    return Gradients.recording(
        () -> {
          NDArray x = input.duplicate();
          x.setRequiresGradient(true);
          NDArray scores = rig.run(context, x);
          NDArray slope = Gradients.ofInput(scores.sum(), x);
          var gradients = new ArrayList<float[]>();
          for (NDArray gradient : Gradients.of(slope.square().sum(), parameters)) {
            gradients.add(gradient.toFloatArray());
          }
          return gradients;
        });
  }
}
