package org.atelier.translation.discogan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.UnpairedImages;
import org.atelier.engine.Scale;
import org.atelier.testing.Golden;
import org.atelier.testing.Trajectory;
import org.atelier.translation.GoldenNetwork;
import org.atelier.translation.TinyTranslation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoGanTest {
  private static final String[] IMAGE = {"image"};

  @ParameterizedTest
  @ValueSource(strings = {"generator", "generator_extra_layers"})
  void generators_are_the_reference_s(String name) {
    DiscoGanOptions options = options(name, name.endsWith("extra_layers"));
    new GoldenNetwork("discogan/" + name, IMAGE, "image")
        .between(DiscoGanTest::signed, y -> new NDList(unit(y.get(0))))
        .check(DiscoGanNetworks.generator(options, options.b(), options.a()));
  }

  @Test
  void the_discriminator_is_the_reference_s() {
    DiscoGanOptions options = options("discriminator", false);
    new GoldenNetwork("discogan/discriminator", IMAGE, "probability", "relu2", "relu3", "relu4")
        .between(
            DiscoGanTest::signed,
            y -> {
              NDArray p = Activation.sigmoid(y.get(0));
              return new NDList(p, y.get(1), y.get(2), y.get(3));
            })
        .check(DiscoGanNetworks.discriminator(options, options.a()));
  }

  @Test
  void three_training_steps_follow_the_reference() {
    try (var model = new DiscoGan(DiscoGanOptions.defaults().withFilters(2).withBottleneck(0))) {
      new Trajectory<>("trajectories/discogan", model)
          .run(
              inputs -> new UnpairedImages(signed(inputs.of("A")), signed(inputs.of("B"))),
              (step, inputs) -> {})
          .expectTheSameEnd();
    }
  }

  @Test
  void sides_of_different_kind_train_load_and_resume_with_the_same_bits(@TempDir Path folder)
      throws IOException {
    var options =
        DiscoGanOptions.defaults()
            .withSides(new Side(1, 32, 32), new Side(1, 16, 16))
            .withFilters(2)
            .withBottleneck(6)
            .withReconstruction(new Reconstruction(0.01, 0.5, 4));
    var data =
        UnpairedImages.of(
            TinyTranslation.noise(8, 32, 1).images(TinyTranslation.grey(32)),
            TinyTranslation.noise(6, 16, 2).images(TinyTranslation.grey(16)));
    TinyTranslation.check(() -> new DiscoGan(options), data, 3, folder, DiscoGan::load);
  }

  @Test
  void sides_of_different_size_need_a_bottleneck() {
    var sides = DiscoGanOptions.defaults().withSides(new Side(1, 64, 96), Side.rgb(64));
    assertThatThrownBy(() -> sides.withBottleneck(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Sides of 96×64 and 64×64 need a bottleneck between encoder and decoder, such as"
                + " withBottleneck(100)");
  }

  private static DiscoGanOptions options(String name, boolean bottleneck) {
    assumeTrue(Golden.exists("discogan/" + name), "only in the whole set of cases");
    JsonObject arguments = Golden.load("discogan/" + name).constructor();
    return DiscoGanOptions.defaults()
        .withFilters(arguments.get("width").getAsInt())
        .withBottleneck(bottleneck ? arguments.get("bottleneck").getAsInt() : 0);
  }

  /** The reference's [0, 1] to our [-1, 1]. */
  private static NDArray signed(NDArray x) {
    return x.add(x).sub(1);
  }

  private static NDArray unit(NDArray x) {
    return Scale.by(x.add(1), 0.5);
  }
}
