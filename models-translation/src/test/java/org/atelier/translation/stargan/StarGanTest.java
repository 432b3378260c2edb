package org.atelier.translation.stargan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.data.attributes.AttributeSet;
import org.atelier.data.source.PictureSource;
import org.atelier.image.PictureShape;
import org.atelier.translation.TinyTranslation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarGanTest {
  private static final LabelSet FIVE = LabelSet.attributes("a", "b", "c", "d", "e");

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
            .withNetworks(new StarGanNetworks(2, 1, 2, 2, 1))
            .withPicture(new PictureShape(1, 16, 16))
            .withNCritic(2);
    assertThat(options.conditionSize()).isEqualTo(6);
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
            .withNetworks(new StarGanNetworks(2, 1, 2, 2, 1).withScales(2))
            .withPicture(new PictureShape(1, 16, 16))
            .withNCritic(2);
    TinyTranslation.check(() -> new StarGan(options), data, 4, folder, StarGan::load);
  }

  @Test
  void each_scale_has_a_discriminator_of_its_own_and_all_count_alike() {
    var options =
        StarGanOptions.of(FIVE)
            .withNetworks(new StarGanNetworks(2, 1, 4, 3, 3))
            .withPicture(PictureShape.rgb(32));
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
    assertThatThrownBy(() -> StarGanOptions.of(FIVE).withPicture(PictureShape.rgb(96)))
        .hasMessageContaining("must be multiples of 64, but were 96 and 96");
    assertThat(StarGanOptions.of(FIVE).withImageSize(64).networks().discriminatorLayers())
        .isEqualTo(5);
  }
}
