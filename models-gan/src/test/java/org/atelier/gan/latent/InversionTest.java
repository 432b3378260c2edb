package org.atelier.gan.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.Images;
import org.atelier.data.source.InMemory;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganNetworks;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.model.Gan;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Network;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Sequential;
import org.atelier.optim.Sgd;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InversionTest {
  private static final InversionOptions SHORT =
      InversionOptions.defaults().withSteps(150).withStarts(4).withSeed(1);

  private static Dcgan dcgan() {
    return new Dcgan(
        DcganOptions.defaults()
            .withImageSize(28)
            .withChannels(1)
            .withNetworks(new StridedNetworks(6, 4, 2))
            .withStabilisation(Stabilisation.none().withAverageDecay(0.5)));
  }

  /** A few steps on noise, so that samples differ and the average is not the last weights. */
  private static void train(Gan<Images> gan, Path run) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      var picture = new byte[28 * 28];
      for (int j = 0; j < picture.length; j++) {
        picture[j] = (byte) (i * 37 + j * (i + 1));
      }
      pictures.add(picture);
    }
    new TrainingLoop<>(
            gan,
            InMemory.ofBytes(1, 28, 28, pictures).images(28),
            TrainingOptions.defaults().withBatchSize(4).withSteps(4))
        .run(run);
  }

  private static Map<String, float[]> weights(Gan<?> gan) {
    var weights = new LinkedHashMap<String, float[]>();
    for (Network network : gan.networks()) {
      network
          .parameters()
          .forEach((name, array) -> weights.put(network.name() + name, array.toFloatArray()));
      network
          .buffers()
          .forEach((name, array) -> weights.put(network.name() + name, array.toFloatArray()));
    }
    return weights;
  }

  @Test
  void a_models_own_picture_is_found_again_from_a_checkpoint_alone(@TempDir Path folder)
      throws IOException {
    try (var gan = dcgan()) {
      train(gan, folder.resolve("run"));
    }
    try (var gan = Dcgan.load(folder.resolve("run"))) {
      Picture wanted = gan.sample(1, 99).get(0);
      var before = weights(gan);
      int arrays = gan.networks().stream().mapToInt(Network::managedArrays).sum();
      InversionResult found = new Inversion(gan, SHORT).of(wanted);

      assertThat(gan.networks().stream().mapToInt(Network::managedArrays).sum()).isEqualTo(arrays);
      assertThat(found.error()).isLessThan(found.startError() / 100);
      assertThat(found.start()).isBetween(0, 3);
      assertThat(gan.generate(List.of(found.latent())).get(0).values())
          .containsExactly(found.picture().values(), within(1e-5f));
      double sum = 0;
      for (int i = 0; i < wanted.values().length; i++) {
        sum += Math.pow(wanted.values()[i] - found.picture().values()[i], 2);
      }
      assertThat(sum / wanted.values().length).isCloseTo(found.error(), within(1e-6));
      assertThat(weights(gan)).usingRecursiveComparison().isEqualTo(before);
    }
  }

  @Test
  void the_same_search_finds_the_same_latent() {
    try (var gan = dcgan()) {
      gan.initialize(3);
      Picture wanted = gan.sample(1, 99).get(0);
      InversionOptions few = SHORT.withSteps(10);
      InversionResult once = new Inversion(gan, few).of(wanted);
      assertThat(new Inversion(gan, few).of(wanted)).isEqualTo(once);
      assertThat(new Inversion(gan, few.withSeed(2)).of(wanted).latent())
          .isNotEqualTo(once.latent());
    }
  }

  @Test
  void features_take_part_in_the_search_and_do_not_learn() {
    try (var gan = dcgan();
        Network eye =
            new Network(
                "eye",
                Sequential.of(Conv2d.of(4, 3).withStride(2), Activation.relu()),
                Sgd.of(1),
                new Shape(3, 28, 28))) {
      gan.initialize(3);
      eye.initialize(5, Device.cpu());
      float[] before = eye.parameters().values().iterator().next().toFloatArray();
      Picture wanted = gan.sample(1, 99).get(0);
      InversionOptions options = SHORT.withSteps(100).withFeatureWeight(2);
      int arrays = eye.managedArrays();
      InversionResult seen = new Inversion(gan, eye, options).of(wanted);
      assertThat(eye.managedArrays()).isEqualTo(arrays);
      assertThat(seen.error()).isLessThan(seen.startError() / 4);
      InversionResult unseen = new Inversion(gan, eye, options.withFeatureWeight(0)).of(wanted);
      assertThat(unseen).isEqualTo(new Inversion(gan, options).of(wanted));
      assertThat(seen.latent()).isNotEqualTo(unseen.latent());
      NDArray weight = eye.parameters().values().iterator().next();
      assertThat(weight.toFloatArray()).containsExactly(before);
    }
  }

  @Test
  void a_prior_keeps_latents_short() {
    try (var gan = new VanillaGan(VanillaGanOptions.defaults().withPicture(PictureShape.grey(8)))) {
      gan.initialize(3);
      Picture wanted = new Picture(1, 8, 8, new float[64]);
      InversionOptions options = SHORT.withSteps(30);
      double free = new Inversion(gan, options).of(wanted).latent().length();
      double held = new Inversion(gan, options.withPriorWeight(10)).of(wanted).latent().length();
      assertThat(held).isLessThan(free);
    }
  }

  @Test
  void a_conditional_model_is_inverted_for_a_class_or_for_all_in_turn() {
    var options =
        CganOptions.defaults()
            .withPicture(PictureShape.grey(8))
            .withClasses(3)
            .withNetworks(CganNetworks.defaults().withLatentSize(2));
    try (var gan = new Cgan(options)) {
      gan.initialize(3);
      Picture wanted = gan.sample(1, 99, 2).get(0);
      var inversion = new Inversion(gan, SHORT.withStarts(3));
      Conditions labels = new ClassLabels(3).inTurn();
      InversionResult found = inversion.of(wanted, labels);
      assertThat(found.start()).isEqualTo(2);
      assertThat(found.error()).isLessThan(found.startError());
      assertThatThrownBy(() -> inversion.of(wanted))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The model is conditional");
    }
  }

  @Test
  void what_cannot_be_inverted_is_refused_in_a_sentence() {
    try (var gan = dcgan();
        Network strange =
            new Network("strange", Activation.relu(), Sgd.of(1), new Shape(2, 28, 28))) {
      var inversion = new Inversion(gan, SHORT);
      Picture colours = new Picture(3, 28, 28, new float[3 * 28 * 28]);
      assertThatThrownBy(() -> inversion.of(colours))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Expected a picture of shape (1, 28, 28)")
          .hasMessageContaining("but got (3, 28, 28)");
      assertThatThrownBy(() -> inversion.of(colours.toGrey()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("initialize(seed)");
      assertThatThrownBy(() -> new Inversion(gan, strange, SHORT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("but strange takes");
    }
    assertThatThrownBy(() -> SHORT.withSteps(0)).hasMessage("steps must be at least 1, but was 0");
    assertThatThrownBy(() -> SHORT.withStarts(0))
        .hasMessage("starts must be at least 1, but was 0");
    assertThatThrownBy(() -> SHORT.withLearningRate(Double.NaN))
        .hasMessage("learningRate must be positive and finite, but was NaN");
    assertThatThrownBy(() -> SHORT.withFeatureWeight(-1))
        .hasMessage("featureWeight must be at least 0 and finite, but was -1.0");
    assertThatThrownBy(() -> SHORT.withPriorWeight(Double.POSITIVE_INFINITY))
        .hasMessage("priorWeight must be at least 0 and finite, but was Infinity");
  }
}
