package org.atelier.translation.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.util.Locale;
import org.atelier.testing.Golden;
import org.atelier.translation.GoldenNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The networks of junyanz/pytorch-CycleGAN-and-pix2pix, number by number. Some cases are on the
 * class path; {@code -Datelier.golden} names a folder with all.
 */
class CycleGanNetworksGoldenTest {
  private static final String[] IMAGE = {"image"};

  @Test
  void some_cases_are_always_at_hand() {
    assertThat(Golden.exists("cyclegan/unet_5downs_instance")).isTrue();
    assertThat(Golden.exists("cyclegan/resnet_9blocks_instance_dropout_eval")).isTrue();
    assertThat(Golden.exists("cyclegan/pixel_discriminator_batch")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet_6blocks_instance",
        "resnet_9blocks_instance",
        "resnet_6blocks_batch",
        "resnet_9blocks_instance_dropout_eval"
      })
  void resnet_generators_are_the_reference_s(String name) {
    JsonObject arguments = arguments(name);
    var generator =
        new ResnetGenerator(
            arguments.get("ngf").getAsInt(),
            arguments.get("n_blocks").getAsInt(),
            norm(arguments),
            noise(arguments),
            Upsampling.TRANSPOSED);
    new GoldenNetwork("cyclegan/" + name, IMAGE, "image").check(generator.layers(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet_256_batch",
        "unet_128_batch",
        "unet_6downs_batch_dropout_eval",
        "unet_5downs_instance"
      })
  void unet_generators_are_the_reference_s(String name) {
    JsonObject arguments = arguments(name);
    var generator =
        new UnetGenerator(
            arguments.get("ngf").getAsInt(),
            arguments.get("num_downs").getAsInt(),
            norm(arguments),
            noise(arguments),
            Upsampling.TRANSPOSED);
    new GoldenNetwork("cyclegan/" + name, IMAGE, "image")
        .check(generator.layers(arguments.get("output_nc").getAsInt()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patchgan_batch_3ch",
        "patchgan_batch_6ch",
        "patchgan_instance_3ch",
        "patchgan_instance_6ch",
        "pixel_discriminator_batch",
        "pixel_discriminator_instance"
      })
  void discriminators_are_the_reference_s(String name) {
    JsonObject arguments = arguments(name);
    int layers = arguments.has("n_layers") ? arguments.get("n_layers").getAsInt() : 0;
    var discriminator =
        new PatchDiscriminator(arguments.get("ndf").getAsInt(), layers, norm(arguments));
    new GoldenNetwork("cyclegan/" + name, IMAGE, "logits").check(discriminator.network());
  }

  private static JsonObject arguments(String name) {
    assumeTrue(Golden.exists("cyclegan/" + name), "only in the whole set of cases");
    return Golden.load("cyclegan/" + name).constructor();
  }

  private static Normalisation norm(JsonObject arguments) {
    return Normalisation.valueOf(arguments.get("norm").getAsString().toUpperCase(Locale.ROOT));
  }

  private static Noise noise(JsonObject arguments) {
    return arguments.get("use_dropout").getAsBoolean() ? Noise.TRAINING : Noise.NONE;
  }
}
