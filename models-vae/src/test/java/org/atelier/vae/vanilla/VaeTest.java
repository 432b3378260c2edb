package org.atelier.vae.vanilla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.Vectors;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.latent.Latent;
import org.atelier.latent.LatentWalk;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.model.objective.Step;
import org.atelier.nn.Linear;
import org.atelier.nn.Parallel;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.train.Trained;
import org.atelier.vae.AutoencoderArchitecture;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.Bernoulli;
import org.atelier.vae.DiscretisedLogistic;
import org.atelier.vae.KlTerm;
import org.atelier.vae.Likelihood;
import org.atelier.vae.Normal;
import org.atelier.vae.TinyTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VaeTest {
  @TempDir private Path folder;

  private static VaeOptions options() {
    return VaeOptions.defaults().withAutoencoder(TinyTraining.options());
  }

  @Test
  void a_short_training_lowers_the_bound_and_the_model_is_loaded_as_it_was() throws IOException {
    Path run = folder.resolve("run");
    List<Picture> pictures = TinyTraining.pictures(3);
    try (var vae = new Vae(options())) {
      TinyTraining.train(vae, TinyTraining.data(), 60, run, "vae.reconstruction");
      try (Vae loaded = Vae.load(run)) {
        assertThat(loaded.options()).isEqualTo(vae.options());
        TinyTraining.assertSame(loaded.sample(3, 5), vae.sample(3, 5));
        TinyTraining.assertSame(loaded.reconstruct(pictures), vae.reconstruct(pictures));
        assertThat(vae.encode(pictures)).doesNotHaveDuplicates().hasSize(3);
        List<Picture> way =
            vae.interpolate(pictures.get(0), pictures.get(1), LatentWalk.defaults().withSteps(4));
        assertThat(way).hasSize(5);
        TinyTraining.assertSame(
            List.of(way.get(0), way.get(4)), vae.reconstruct(pictures.subList(0, 2)));
      }
    }
  }

  static Stream<Arguments> architectures() {
    return Stream.of(
        arguments(
            AutoencoderArchitecture.perceptrons(new PictureShape(3, 6, 10), 12, 8), Normal.of(0.5)),
        arguments(
            AutoencoderArchitecture.convolutions(PictureShape.grey(28), 4), Bernoulli.ofGrey()),
        arguments(
            AutoencoderArchitecture.convolutions(PictureShape.rgb(32), 4),
            DiscretisedLogistic.ofBytes()),
        arguments(
            AutoencoderArchitecture.residuals(new PictureShape(3, 24, 16), 4),
            Normal.ofLearnedVariance()),
        arguments(AutoencoderArchitecture.residuals(new PictureShape(1, 7, 9), 4), Normal.of(1)));
  }

  private static Arguments arguments(AutoencoderArchitecture architecture, Likelihood likelihood) {
    return Arguments.of(architecture, likelihood);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void every_architecture_learns_pictures_of_its_shape_and_samples_them(
      AutoencoderArchitecture architecture, Likelihood likelihood) {
    var autoencoder = new AutoencoderOptions(architecture, 3, likelihood, Adam.of(1e-3, 0.9));
    try (var vae = new Vae(VaeOptions.defaults().withAutoencoder(autoencoder));
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      vae.setDevice(Device.cpu());
      vae.initialize(1);
      Shape shape = new Shape(4).addAll(architecture.example());
      NDArray images =
          scope.create(CounterRandom.of(1).gaussians((int) shape.size()), shape).tanh();
      float first = 0;
      float last = 0;
      for (int n = 0; n < 12; n++) {
        var step = new Step<ExampleBatch>(n, new Images(images), scope, CounterRandom.of(3, n));
        last = vae.phases().get(0).learn(step).total().getFloat();
        first = n == 0 ? last : first;
      }
      assertThat(last).isFinite().isLessThan(first);
      Picture sample = vae.sample(1, 1).get(0);
      assertThat(new Shape(sample.channels(), sample.height(), sample.width()))
          .isEqualTo(architecture.example());
    }
  }

  @Test
  void own_networks_of_vectors_are_trained_and_loaded(@TempDir Path own) throws IOException {
    var options =
        VaeOptions.defaults()
            .withAutoencoder(AutoencoderOptions.defaults().withLikelihood(Normal.of(0.3)));
    var random = CounterRandom.of(4);
    var vectors =
        Stream.generate(
                () -> {
                  float z = (float) random.nextGaussian();
                  return new float[] {z, -z, 2 * z};
                })
            .limit(64)
            .toList();
    Path run = own.resolve("run");
    try (Vae vae = ofVectors(options)) {
      assertThat(vae.options().autoencoder().latentSize()).isEqualTo(2);
      assertThat(vae.options().autoencoder().architecture())
          .isEqualTo(new AutoencoderArchitecture.Custom());
      TinyTraining.train(vae, Vectors.of(vectors), 60, run, "vae.reconstruction");
      try (Vae loaded =
          Trained.load(run, Vae.class, VaeOptions.class, VaeTest::ofVectors, Device.cpu())) {
        assertThat(loaded.encoder().parameters().get("0.weight"))
            .isEqualTo(vae.encoder().parameters().get("0.weight"));
      }
    }
    assertThatThrownBy(() -> Vae.load(run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pass an encoder and a decoder to the model's constructor");
  }

  private static Vae ofVectors(VaeOptions options) {
    return new Vae(
        new Encoder(new Shape(3), Parallel.of(Linear.of(2), Linear.of(2)), Adam.of(2e-2, 0.9)),
        new Decoder(new Shape(2), Linear.of(3), Adam.of(2e-2, 0.9)),
        options);
  }

  @Test
  void the_divergence_warms_up_and_leaves_free_nats() {
    assertThat(new KlTerm(4, 0).weight(0)).isEqualTo(0.25);
    assertThat(new KlTerm(4, 0).weight(3)).isEqualTo(1);
    assertThat(new KlTerm(4, 0).weight(9)).isEqualTo(1);
    assertThat(objective(KlTerm.defaults().withWarmupSteps(10), 4))
        .satisfies(
            m ->
                assertThat(m.get("total"))
                    .isCloseTo(m.get("reconstruction") + 0.5f * m.get("kl"), within(1e-3f)));
    // A new encoder says nearly nothing: all that remains are four times the free nats.
    Map<String, Float> free = objective(KlTerm.defaults().withFreeNats(2), 0);
    assertThat(free.get("kl")).isLessThan(2);
    assertThat(free.get("free kl")).isEqualTo(8);
    assertThat(free.get("total")).isCloseTo(free.get("reconstruction") + 8, within(1e-3f));
    Map<String, Float> none = objective(KlTerm.defaults().withFreeNats(1e-9), 0);
    assertThat(none.get("free kl")).isCloseTo(none.get("kl"), within(1e-5f));
  }

  private static Map<String, Float> objective(KlTerm kl, long index) {
    try (var vae = new Vae(options().withKl(kl));
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      vae.setDevice(Device.cpu());
      vae.initialize(1);
      NDArray images = scope.zeros(new Shape(5, 1, 28, 28));
      var step = new Step<ExampleBatch>(index, new Images(images), scope, CounterRandom.of(3));
      var objective = vae.objective(step);
      var values = new HashMap<String, Float>();
      objective.metrics().forEach((name, value) -> values.put(name, value.getFloat()));
      values.put("total", objective.total().getFloat());
      return values;
    }
  }

  @Test
  void bad_input_is_refused_in_sentences() {
    try (var vae = new Vae(options());
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      vae.setDevice(Device.cpu());
      vae.initialize(1);
      assertThatThrownBy(() -> vae.encode(List.of(new Picture(1, 32, 32, new float[1024]))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Expected examples of shape (N) and (1, 28, 28), as the encoder takes them, but got"
                  + " (1, 1, 32, 32); resize them, or build the model for theirs");
      assertThatThrownBy(() -> vae.decode(List.of(new Latent(new float[3]))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected latents of 4 values, but got one of 3");
      NDArray bytes = scope.full(new Shape(2, 1, 28, 28), 255f);
      var step = new Step<ExampleBatch>(0, new Images(bytes), scope, CounterRandom.of(3));
      assertThatThrownBy(() -> vae.objective(step))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Bernoulli takes values from -1 (black) to 1 (white), but got 255.0");
    }
    assertThatThrownBy(() -> AutoencoderOptions.defaults().withLatentSize(0))
        .hasMessage("latentSize must be at least 1, but was 0");
    assertThatThrownBy(() -> AutoencoderArchitecture.perceptrons(PictureShape.grey(28)))
        .hasMessage("There must be at least one hidden layer");
  }
}
