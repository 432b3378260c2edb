package org.atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Set;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.Test;

class GoldenTest {
  @Test
  void should_load_everything_of_a_case() {
    Golden golden = Golden.load("dcgan/discriminator_64");

    assertThat(golden.constructor().get("ndf").getAsInt()).isEqualTo(8);
    assertThat(golden.io()).containsKey("image");
    assertThat(golden.weights()).hasSize(20).containsKey("main.0.weight");
    assertThat(golden.fileNames()).containsExactlyInAnyOrder("io.safetensors", "weights.pth");
    assertThat(golden.tensor("weights/main.0.weight").shape()).isEqualTo(new Shape(8, 3, 4, 4));
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(golden.array("image", manager).getShape()).isEqualTo(new Shape(2, 3, 64, 64));
    }
  }

  @Test
  void should_find_the_tolerance_of_a_tensor() {
    Golden golden = Golden.load("trajectories/dcgan");

    assertThat(golden.tolerance("losses.errD")).isEqualTo(new Tolerance(1e-4, 1e-6));
    assertThat(golden.tolerance("final/netG/main.0.weight")).isEqualTo(new Tolerance(1e-5, 2e-6));
    assertThat(golden.tolerance("final/netG/main.1.bias")).isEqualTo(new Tolerance(3e-5, 0));
    assertThat(golden.tolerance("optim/netG.main.0.weight.exp_avg"))
        .isEqualTo(new Tolerance(1e-3, 1e-12));
  }

  @Test
  void should_accept_the_reference_itself() {
    Golden golden = Golden.load("trajectories/gan_mlp");

    golden.assertFinalWeightsMatch("generator", golden.stateDict("final_generator"));
    golden.optim().forEach((name, tensor) -> golden.assertMatches("optim/" + name, tensor));
    golden.io().forEach((name, tensor) -> golden.assertMatches(name, tensor.toFloats()));
    assertThat(golden.noiseDriven()).contains("generator.model.2.bias").hasSize(3);
  }

  @Test
  void should_say_where_and_how_far_a_tensor_is_off() {
    Golden golden = Golden.load("trajectories/dcgan");
    float[] off = golden.tensor("losses.errD").toFloats();
    off[1] += 0.01f;

    assertThatThrownBy(() -> golden.assertMatches("losses.errD", off))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("trajectories/dcgan, losses.errD")
        .hasMessageContaining("flat index 1 of 3");
    off[1] = Float.NaN;
    assertThatThrownBy(() -> golden.assertMatches("losses.errD", off))
        .hasMessageContaining("was NaN");
    assertThatThrownBy(() -> golden.assertMatches("losses.errD", 1f, 2f))
        .hasMessageContaining("expected 3 values, but got 2");
    assertThatThrownBy(
            () -> golden.assertMatches("losses.errD", HostTensor.of(new Shape(1, 3), off)))
        .hasMessageContaining("expected shape (3), but was (1, 3)");
  }

  @Test
  void should_leave_out_noise_driven_parameters_but_miss_others() {
    Golden golden = Golden.load("trajectories/gan_mlp");
    var weights = new HashMap<>(golden.stateDict("final_generator"));
    weights.remove("model.2.bias");
    assertThatCode(() -> golden.assertFinalWeightsMatch("generator", weights))
        .doesNotThrowAnyException();

    weights.remove("model.0.weight");
    assertThatThrownBy(() -> golden.assertFinalWeightsMatch("generator", weights))
        .hasMessage("Golden trajectories/gan_mlp, final/generator/model.0.weight: missing");
  }

  @Test
  void should_name_gradients_that_are_zero() {
    assertThat(Golden.load("losses/gradient_penalties").zeroGradients())
        .contains("grad.wgan_gp_stargan_conv.conv.main.0.bias");
    assertThat(Golden.load("losses/gan_values").zeroGradients()).isEmpty();
  }

  @Test
  void should_say_that_a_case_or_tensor_is_missing() {
    assertThatThrownBy(() -> Golden.load("dcgan/none"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Datelier.golden");
    assertThatThrownBy(() -> Golden.load("dcgan/generator_64").tensor("none"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no tensor 'none'");
  }

  @Test
  void should_ignore_the_elements_it_is_told_to() {
    var tolerance = new Tolerance(0, 0.5);
    double[] expected = {1, 2, Double.POSITIVE_INFINITY};

    tolerance.check("x", expected, new double[] {1.4, 9, Double.POSITIVE_INFINITY}, Set.of(1));
    assertThatThrownBy(() -> tolerance.check("x", expected, new double[] {1, 2, 3}, Set.of()))
        .hasMessageContaining("flat index 2");
  }
}
