package org.atelier.translation.stargan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.AttributeImages;
import org.atelier.data.AttributeSet;
import org.atelier.data.PictureSource;
import org.atelier.image.PictureShape;
import org.atelier.testing.Golden;
import org.atelier.testing.Trajectory;
import org.atelier.translation.GoldenNetwork;
import org.atelier.translation.TinyTranslation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarGanTest {
  private static final LabelSet FIVE = LabelSet.attributes("a", "b", "c", "d", "e");

  @Test
  void the_generator_is_the_reference_s() {
    StarGanNetworks networks = networks("generator");
    // The reference's evaluation mode is one that it never uses, nor do we.
    new GoldenNetwork("stargan/generator", new String[] {"image", "label"}, "image")
        .inTrainingOnly()
        .check(networks.generator(3));
  }

  @Test
  void the_discriminator_is_the_reference_s() {
    StarGanNetworks networks = networks("discriminator");
    new GoldenNetwork("stargan/discriminator", new String[] {"image"}, "src", "cls")
        .check(networks.discriminator(PictureShape.rgb(64), 5));
  }

  @Test
  void three_training_steps_follow_the_reference() {
    var options =
        StarGanOptions.of(FIVE)
            .withPicture(PictureShape.rgb(32), new StarGanNetworks(4, 2, 4, 3, 1))
            .withCriticSteps(1);
    try (var model = new StarGan(options)) {
      new Trajectory<>("trajectories/stargan", model)
          .run(
              inputs ->
                  new AttributeImages(
                      inputs.of("real"),
                      inputs.of("label_org"),
                      inputs.of("real").getManager().ones(new Shape(3, 1))),
              (step, inputs) -> {
                step.once(StarGan.ORDER, () -> inputs.of("permutation"));
                step.once(StarGan.ALPHA, () -> inputs.of("alpha"));
              })
          .expect("discriminator.real", "losses.D_real")
          .expect("discriminator.fake", "losses.D_fake")
          .expect("discriminator.labels", "losses.D_cls")
          .expect("discriminator.penalty", "losses.D_gp")
          .expect("generator.adversarial", "losses.G_fake")
          .expect("generator.reconstruction", "losses.G_rec")
          .expect("generator.labels", "losses.G_cls")
          .expectTheSameEnd();
    }
  }

  @Test
  void two_sets_of_labels_train_load_and_resume_with_the_same_bits(@TempDir Path folder)
      throws IOException {
    var styles = new LinkedHashMap<String, PictureSource>();
    styles.put("noto", TinyTranslation.noise(4, 16, 1));
    styles.put("twemoji", TinyTranslation.noise(4, 16, 2));
    var hats =
        AttributeSet.of(
            TinyTranslation.noise(4, 16, 3),
            List.of("hat", "smile"),
            new boolean[][] {{true, false}, {false, false}, {true, true}, {false, true}});
    var data = AttributeImages.of(TinyTranslation.grey(16), AttributeSet.ofDomains(styles), hats);
    var options =
        StarGanOptions.of(LabelSet.domains("noto", "twemoji"), LabelSet.attributes("hat", "smile"))
            .withPicture(new PictureShape(1, 16, 16), new StarGanNetworks(2, 1, 2, 2, 1))
            .withCriticSteps(2);
    assertThat(options.conditions()).isEqualTo(6);
    TinyTranslation.check(() -> new StarGan(options), data, 4, folder, StarGan::load);
  }

  @Test
  void a_low_and_a_high_resolution_are_two_domains_before_discriminators_of_two_scales(
      @TempDir Path folder) throws IOException {
    PictureSource sharp = TinyTranslation.noise(6, 16, 1);
    var domains = new LinkedHashMap<String, PictureSource>();
    domains.put("low", sharp.downscaled(4));
    domains.put("high", sharp);
    assertThat(domains.get("low").picture(0).height()).isEqualTo(4);
    var data =
        AttributeImages.of(
            TinyTranslation.grey(16).withEnlarge(true), AttributeSet.ofDomains(domains));
    var options =
        StarGanOptions.of(LabelSet.domains("low", "high"))
            .withPicture(
                new PictureShape(1, 16, 16), new StarGanNetworks(2, 1, 2, 2, 1).withScales(2))
            .withCriticSteps(2);
    TinyTranslation.check(() -> new StarGan(options), data, 4, folder, StarGan::load);
  }

  @Test
  void each_scale_has_a_discriminator_of_its_own_and_all_count_alike() {
    var options =
        StarGanOptions.of(FIVE)
            .withPicture(PictureShape.rgb(32), new StarGanNetworks(2, 1, 4, 3, 3));
    try (var model = new StarGan(options);
        var scope = NDManager.newBaseManager("PyTorch")) {
      model.initialize(0);
      NDList judged = model.discriminator().forwardAll(scope.ones(new Shape(2, 3, 32, 32)));
      assertThat(judged.getShapes())
          .containsExactly(
              new Shape(2, 1, 4, 4),
              new Shape(2, 5),
              new Shape(2, 1, 4, 4),
              new Shape(2, 5),
              new Shape(2, 1, 4, 4),
              new Shape(2, 5));
      assertThat(model.discriminator().parameters())
          .containsKeys("scale0.main.4.weight", "scale2.main.0.weight", "scale1.conv2.weight");
    }
    assertThatThrownBy(() -> new StarGanNetworks(2, 1, 4, 2, 3))
        .hasMessageContaining("scales must be at most discriminatorLayers, 2");
  }

  @Test
  void options_that_do_not_fit_are_refused_in_words() {
    assertThatThrownBy(() -> StarGanOptions.of())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one set of labels");
    assertThatThrownBy(() -> LabelSet.attributes("hat", "hat")).hasMessageContaining("none twice");
    assertThatThrownBy(() -> StarGanOptions.of(FIVE).withPicture(PictureShape.rgb(96), networks(6)))
        .hasMessageContaining("must be multiples of 64, but were 96 and 96");
    assertThat(StarGanOptions.of(FIVE).withImageSize(64).networks().discriminatorLayers())
        .isEqualTo(5);
  }

  private static StarGanNetworks networks(int layers) {
    return StarGanNetworks.defaults().withDepths(6, layers);
  }

  private static StarGanNetworks networks(String name) {
    assumeTrue(Golden.exists("stargan/" + name), "only in the whole set of cases");
    JsonObject arguments = Golden.load("stargan/" + name).constructor();
    int filters = arguments.get("conv_dim").getAsInt();
    int repeats = arguments.get("repeat_num").getAsInt();
    return new StarGanNetworks(filters, repeats, filters, repeats, 1);
  }
}
