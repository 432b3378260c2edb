package org.atelier.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.atelier.engine.Gradients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beside PyTorch 1.13: crowsonkb's nine-point stencil, and the isotropic variation written out. */
class VariationTest {
  private static final float[] PICTURE = {0.1f, 0.5f, -0.3f, 0.9f, -0.7f, 0.2f};

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  private void expect(UnaryOperator<NDArray> loss, double value, double... gradient) {
    NDArray x = scope.create(PICTURE, new Shape(1, 1, 2, 3));
    x.setRequiresGradient(true);
    NDArray found = Gradients.recording(() -> loss.apply(x));
    assertThat((double) found.getFloat()).isCloseTo(value, within(1e-6));
    NDArray derivative = Gradients.of(found, List.of(x)).get(0);
    var floats = new float[gradient.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) gradient[i];
    }
    assertThat(derivative.toFloatArray()).containsExactly(floats, Offset.offset(1e-6f));
  }

  @Test
  void nine_points_are_those_of_the_reference() {
    expect(
        NinePointVariation::of,
        0.8773610592,
        -0.3111110926,
        0.5972222686,
        -0.3500000238,
        0.6777777076,
        -0.9944444299,
        0.3805555701);
  }

  @Test
  void isotropic_variation_is_the_mean_length_of_the_gradient() {
    expect(
        IsotropicVariation::of,
        0.8894579411,
        -0.2236067951,
        0.3056606948,
        -0.2591167092,
        0.3157378733,
        -0.4720084071,
        0.3333333433);
  }

  @Test
  void a_single_pixel_has_no_variation() {
    NDArray pixel = scope.ones(new Shape(1, 3, 1, 1));
    assertThat(NinePointVariation.of(pixel).getFloat()).isZero();
    assertThat(IsotropicVariation.of(pixel).getFloat()).isCloseTo(0, within(2e-4f));
  }

  @Test
  void other_shapes_are_refused() {
    NDArray flat = scope.ones(new Shape(3, 4));
    for (UnaryOperator<NDArray> loss :
        List.<UnaryOperator<NDArray>>of(NinePointVariation::of, IsotropicVariation::of)) {
      assertThatThrownBy(() -> loss.apply(flat)).hasMessageContaining("(N, C, H, W)");
    }
  }
}
