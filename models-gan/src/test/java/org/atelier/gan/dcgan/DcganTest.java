package org.atelier.gan.dcgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.InMemory;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.StridedNetworks;
import org.atelier.image.Picture;
import org.atelier.train.Checkpoints;
import org.atelier.train.LoopListener;
import org.atelier.train.RunStatus;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training, saving, loading and sampling; the numbers are {@link DcganGoldenTest}'s. */
class DcganTest {
  private static final TrainingOptions SHORT =
      TrainingOptions.defaults().withBatchSize(4).withSteps(2);

  private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"28, 1", "28, 3", "32, 1", "32, 3", "64, 1", "64, 3", "128, 1", "128, 3"})
  void every_size_and_kind_trains_and_samples(int size, int channels) throws IOException {
    Path run = folder.resolve("run");
    try (var gan = new Dcgan(small(size, channels))) {
      LoopListener.Outcome outcome = new TrainingLoop<>(gan, data(size, channels), SHORT).run(run);

      assertThat(outcome.status()).isEqualTo(RunStatus.COMPLETED);
      List<Picture> pictures = gan.sample(2, 7);
      assertThat(pictures)
          .hasSize(2)
          .allSatisfy(
              picture -> {
                assertThat(picture.channels()).isEqualTo(channels);
                assertThat(picture.height()).isEqualTo(size);
                assertThat(picture.width()).isEqualTo(size);
                for (float value : picture.values()) {
                  assertThat(value).isBetween(-1f, 1f);
                }
              });
      try (var loaded = Dcgan.load(run)) {
        assertThat(loaded.options()).isEqualTo(gan.options());
        assertThat(loaded.sample(2, 7).get(1).values()).isEqualTo(pictures.get(1).values());
      }
    }
  }

  @Test
  void a_sample_is_a_function_of_the_seed_and_begins_the_same_at_any_count() throws IOException {
    try (var gan = new Dcgan(small(28, 1))) {
      gan.initialize(1);
      List<Picture> many = gan.sample(70, 3);
      List<Picture> few = gan.sample(5, 3);

      assertThat(many).hasSize(70);
      // Kernels split their work by the size of a batch, so the last bits may differ.
      for (int i = 0; i < 5; i++) {
        assertThat(few.get(i).values()).containsExactly(many.get(i).values(), ROUNDING);
      }
      assertThat(gan.sample(66, 3).get(65).values())
          .containsExactly(many.get(65).values(), ROUNDING);
      assertThat(gan.sample(70, 3).get(69).values()).isEqualTo(many.get(69).values());
      assertThat(gan.sample(1, 4).get(0).values()).isNotEqualTo(few.get(0).values());
      assertThatThrownBy(() -> gan.sample(0, 3)).hasMessage("count must be at least 1, but was 0");
    }
  }

  @Test
  void samples_come_from_the_moving_average() throws IOException {
    Path run = folder.resolve("run");
    try (var plain = new Dcgan(small(28, 1));
        var averaged =
            new Dcgan(small(28, 1).withStabilisation(Stabilisation.none().withAverageDecay(0.5)))) {
      new TrainingLoop<>(plain, data(28, 1), SHORT).run(folder.resolve("plain"));
      new TrainingLoop<>(averaged, data(28, 1), SHORT).run(run);

      // They learn the same; only what samples are drawn from differs.
      assertThat(averaged.generator().parameters().get("main.0.weight").toFloatArray())
          .isEqualTo(plain.generator().parameters().get("main.0.weight").toFloatArray());
      assertThat(averaged.sample(1, 1).get(0).values())
          .isNotEqualTo(plain.sample(1, 1).get(0).values());
      try (var loaded = Dcgan.load(run)) {
        assertThat(loaded.sample(1, 1).get(0).values())
            .isEqualTo(averaged.sample(1, 1).get(0).values());
      }
    }
  }

  @Test
  void options_out_of_range_are_refused_in_a_sentence() {
    var options = DcganOptions.defaults();
    assertThatThrownBy(() -> options.withImageSize(46))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("height and width must be multiples of 4, but were 46 and 46");
    assertThatThrownBy(() -> options.withChannels(2))
        .hasMessage("channels must be 1 (grey) or 3 (RGB), but was 2");
    assertThatThrownBy(() -> options.networks().withLatentSize(0))
        .hasMessage("latentSize must be at least 1, but was 0");
    assertThatThrownBy(() -> StridedNetworks.of(0, 1))
        .hasMessage("generatorFilters must be at least 1, but was 0");
    assertThatThrownBy(() -> StridedNetworks.of(1, -2))
        .hasMessage("discriminatorFilters must be at least 1, but was -2");
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> options.optimizer().withLearningRate(rate))
          .hasMessage("learningRate must be positive and finite, but was " + rate);
    }
    assertThat(options.optimizer().withBeta1(0).beta1()).isZero();
    assertThatThrownBy(() -> options.optimizer().withBeta1(1))
        .hasMessage("beta1 must be in [0, 1), but was 1.0");
    assertThatThrownBy(() -> options.withStabilisation(Stabilisation.none().withAverageDecay(1)))
        .hasMessage("averageDecay must be in [0, 1), but was 1.0");
  }

  @Test
  void pictures_that_do_not_fit_the_network_are_named_in_a_sentence() {
    assertThatThrownBy(() -> train(64, 3, data(32, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("discriminator.main.")
        .hasMessageContaining("expected pictures at least 4 pixels high")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> train(32, 3, data(32, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("discriminator.main.0")
        .hasMessageContaining("expected 3 channels, but got 1")
        .message()
        .doesNotContain("\n");
  }

  private void train(int size, int channels, TrainingData<Images> data) throws IOException {
    try (var gan = new Dcgan(small(size, channels))) {
      new TrainingLoop<>(gan, data, SHORT).run(Files.createTempDirectory(folder, "run"));
    }
  }

  @Test
  void what_is_no_dcgan_is_not_loaded() throws IOException {
    assertThatThrownBy(() -> Dcgan.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("There is no checkpoint in");
    Path run = folder.resolve("run");
    try (var gan = new Dcgan(small(28, 1))) {
      new TrainingLoop<>(gan, data(28, 1), SHORT).run(run);
    }
    Path weights = Checkpoints.latest(run).folder().resolve("generator.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 64;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> Dcgan.load(run))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the checkpoint is damaged, use another");
  }

  private static DcganOptions small(int size, int channels) {
    return DcganOptions.defaults()
        .withImageSize(size)
        .withChannels(channels)
        .withNetworks(new StridedNetworks(8, 2, 2));
  }

  private static TrainingData<Images> data(int size, int channels) {
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      var picture = new byte[channels * size * size];
      for (int j = 0; j < picture.length; j++) {
        picture[j] = (byte) (i * 31 + j);
      }
      pictures.add(picture);
    }
    return InMemory.ofBytes(channels, size, size, pictures).images(size);
  }
}
