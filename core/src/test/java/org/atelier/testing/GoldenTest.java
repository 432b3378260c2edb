package org.atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Set;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the cases of this module's class path, whatever folder the other tests read. */
class GoldenTest {
  private static final String FOLDER = System.getProperty(Golden.FOLDER_PROPERTY, "");

  @BeforeAll
  static void readTheClassPath() {
    System.clearProperty(Golden.FOLDER_PROPERTY);
  }

  @AfterAll
  static void readTheFolderAgain() {
    System.setProperty(Golden.FOLDER_PROPERTY, FOLDER);
  }

  @Test
  void should_find_the_cases_of_a_program_in_a_folder_of_any_names(@TempDir Path folder)
      throws IOException {
    Golden known = Golden.load("dcgan/discriminator_64");
    copy(known, folder.resolve("other").resolve("b"));
    copy(Golden.load("dcgan/generator_64"), folder.resolve("other").resolve("a"));
    assertThat(Golden.all("dcgan", "dcgan/main.py", "Discriminator"))
        .extracting(Golden::name)
        .containsExactly("dcgan/discriminator_64");
    System.setProperty(Golden.FOLDER_PROPERTY, folder.toString());
    try {
      assertThat(Golden.all("dcgan", "", ""))
          .extracting(Golden::name)
          .containsExactly("other/a", "other/b");
      Golden found = Golden.all("dcgan", "dcgan/main.py", "Discriminator").get(0);
      assertThat(found.name()).isEqualTo("other/b");
      assertThat(found.size("ndf")).isEqualTo(known.size("ndf"));
      assertThat(found.weights()).isEqualTo(known.weights());
      assertThat(Golden.all("vae", "vae/main.py", ""))
          .as("the class path's, where the folder has none")
          .extracting(Golden::name)
          .containsExactly("vae/mnist_mlp");
      assertThatThrownBy(() -> Golden.all("dcgan", "dcgan/main.py", "Encoder"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("dcgan/main.py Encoder");
    } finally {
      System.clearProperty(Golden.FOLDER_PROPERTY);
    }
  }

  private static void copy(Golden golden, Path to) throws IOException {
    Files.createDirectories(to);
    Files.copy(golden.path("case.json"), to.resolve("case.json"));
    for (String file : golden.fileNames()) {
      Files.copy(golden.path(file), to.resolve(file));
    }
  }

  @Test
  void should_read_numbers_of_the_constructor_and_of_sentences() {
    Golden golden = Golden.load("trajectories/wgan");
    assertThat(golden.size("n_critic")).isEqualTo(1);
    assertThat(golden.learningRate()).isEqualTo(5e-5);
    assertThat(golden.number("alpha", "alpha ([\\d.]+)")).isEqualTo(0.99);
    assertThatThrownBy(() -> golden.size("none"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has no 'none'");
    assertThatThrownBy(() -> golden.number("none", "nothing like (\\d)"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("RMSprop lr 5e-5");
  }

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
