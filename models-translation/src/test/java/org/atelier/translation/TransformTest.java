package org.atelier.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Layout;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.image.PictureTransform;
import org.atelier.image.Tiling;
import org.atelier.random.CounterRandom;
import org.atelier.translation.cyclegan.CycleGan;
import org.atelier.translation.cyclegan.CycleGanOptions;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.discogan.DiscoGanOptions;
import org.atelier.translation.nets.DropoutMode;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.ResnetGenerator;
import org.atelier.translation.nets.UnetGenerator;
import org.atelier.translation.pix2pix.Pix2Pix;
import org.atelier.translation.pix2pix.Pix2PixOptions;
import org.atelier.translation.stargan.LabelSet;
import org.atelier.translation.stargan.StarGan;
import org.atelier.translation.stargan.StarGanNetworks;
import org.atelier.translation.stargan.StarGanOptions;
import org.junit.jupiter.api.Test;

/** Every generator alone: from picture to picture, at sizes that it was not trained on. */
class TransformTest {
  private static final PatchDiscriminator PATCHES =
      new PatchDiscriminator(2, 1, Normalisation.INSTANCE);

  @Test
  void pix2pix_translates_any_size_and_each_picture_by_its_own_statistics() {
    var options =
        Pix2PixOptions.defaults()
            .withDiscriminator(PATCHES)
            .withGenerator(UnetGenerator.of(4).withFilters(2).withDropout(DropoutMode.NONE))
            .withDomains(Domains.rgb(32));
    try (var model = new Pix2Pix(options)) {
      model.initialize(1);
      PictureTransform transform = model.translationTo("B");
      List<Picture> pictures = List.of(picture(4, 33, 70), picture(4, 33, 70), picture(3, 5, 90));
      List<Picture> together = transform.apply(pictures);
      for (int i = 0; i < pictures.size(); i++) {
        Picture alone = transform.apply(pictures.get(i));
        assertThat(alone.channels()).isEqualTo(pictures.get(i).channels());
        assertThat(alone.height()).isEqualTo(pictures.get(i).height());
        assertThat(alone.width()).isEqualTo(pictures.get(i).width());
        for (int j = 0; j < alone.values().length; j++) {
          assertThat(together.get(i).values()[j]).isCloseTo(alone.values()[j], within(1e-4f));
        }
      }
      // As training does with a batch of one.
      try (var scope = NDManager.newBaseManager("PyTorch")) {
        var given = picture(3, 32, 32).toArray(scope).expandDims(0);
        float[] trained = model.generator().forward(given).toFloatArray();
        float[] evaluated = model.generator().predict(given).toFloatArray();
        for (int j = 0; j < trained.length; j++) {
          assertThat(evaluated[j]).isCloseTo(trained[j], within(1e-4f));
        }
      }
    }
  }

  @Test
  void pix2pix_of_label_maps_takes_grey_bytes_for_classes() {
    var options =
        Pix2PixOptions.defaults()
            .withDiscriminator(PATCHES)
            .withGenerator(UnetGenerator.of(3).withFilters(2).withDropout(DropoutMode.NONE))
            .withDomains(new Domains(new Domain(4, 16, 16), Domain.rgb(16)));
    try (var model = new Pix2Pix(options)) {
      model.initialize(1);
      var map = new float[9 * 20];
      for (int i = 0; i < map.length; i++) {
        map[i] = (i % 4) / 127.5f - 1;
      }
      Picture made = model.translationTo("B").apply(new Picture(1, 9, 20, map));
      assertThat(made.toString()).isEqualTo("Picture[3×9×20]");
      map[5] = 4 / 127.5f - 1;
      assertThatThrownBy(() -> model.translationTo("B").apply(new Picture(1, 9, 20, map)))
          .hasMessage("A pixel of the class map is 4: expected classes from 0 to 3");
    }
  }

  @Test
  void cyclegan_translates_any_size_both_ways_and_in_tiles() {
    var options =
        CycleGanOptions.defaults()
            .withGenerator(ResnetGenerator.of(1).withFilters(2))
            .withDiscriminator(PATCHES)
            .withDomains(Domains.rgb(32));
    try (var model = new CycleGan(options)) {
      model.initialize(1);
      for (int[] size : new int[][] {{1, 1}, {9, 30}, {64, 61}}) {
        for (var transform : List.of(model.translationTo("B"), model.translationTo("A"))) {
          Picture made = transform.apply(picture(3, size[0], size[1]));
          assertThat(made.height()).isEqualTo(size[0]);
          assertThat(made.width()).isEqualTo(size[1]);
          assertThat(made.values()).doesNotContain(Float.NaN);
        }
      }
      Picture tiled = model.translationTo("B").withTiling(Tiling.of(32)).apply(picture(3, 70, 51));
      assertThat(tiled.toString()).isEqualTo("Picture[3×70×51]");
    }
  }

  @Test
  void discogan_scales_to_its_one_size_and_back() {
    var options = DiscoGanOptions.defaults().withDomains(Domains.rgb(16)).withFilters(2);
    try (var model = new DiscoGan(options)) {
      model.initialize(1);
      assertThat(model.translationTo("B").apply(picture(4, 40, 30)).toString())
          .isEqualTo("Picture[4×40×30]");
      assertThat(model.translationTo("A").apply(picture(1, 8, 9)).toString())
          .isEqualTo("Picture[3×8×9]");
    }
  }

  @Test
  void stargan_is_conditioned_on_labels_by_their_names() {
    var options =
        StarGanOptions.of(LabelSet.domains("noto", "fluent"), LabelSet.attributes("hat", "smile"))
            .withNetworks(new StarGanNetworks(2, 1, 2, 2, 1))
            .withPicture(PictureShape.rgb(16));
    assertThat(options.condition(List.of("fluent"))).containsExactly(0, 1, 0, 0, 1, 0);
    assertThat(options.condition(List.of("smile", "hat"))).containsExactly(0, 0, 1, 1, 0, 1);
    assertThat(options.condition(1, List.of())).containsExactly(0, 0, 0, 0, 0, 1);
    assertThatThrownBy(() -> options.condition(List.of("beard")))
        .hasMessage("No set of labels has beard; there are noto, fluent; hat, smile");
    assertThatThrownBy(() -> options.condition(0, List.of()))
        .hasMessageContaining("Expected one domain");
    try (var model = new StarGan(options)) {
      model.initialize(1);
      Picture given = picture(3, 19, 30);
      Picture noto = model.transform(options.condition(List.of("noto"))).apply(given);
      Picture fluent = model.transform(options.condition(List.of("fluent"))).apply(given);
      assertThat(noto.toString()).isEqualTo("Picture[3×19×30]");
      assertThat(noto).isNotEqualTo(fluent);
      assertThatThrownBy(() -> model.transform(1))
          .hasMessageContaining("Expected a conditioning vector of 6 values");
      try (var scope = NDManager.newBaseManager("PyTorch")) {
        float[] found =
            model
                .labelProbabilities(picture(3, 16, 16).toArray(scope).expandDims(0))
                .toFloatArray();
        assertThat(found).hasSize(4);
        assertThat(found[0] + found[1]).isCloseTo(1, within(1e-5f));
      }
    }
  }

  @Test
  void a_target_domain_that_a_model_does_not_have_is_refused_by_naming_those_it_has() {
    try (var model = new DiscoGan(DiscoGanOptions.defaults().withFilters(2))) {
      assertThat(model.targetDomains()).containsExactly("B", "A");
      assertThatThrownBy(() -> model.translationTo("C"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There is no domain C: the model translates to B, A");
    }
  }

  @Test
  void stargan_translates_to_domains_and_edits_attributes() {
    var options =
        StarGanOptions.of(LabelSet.domains("noto", "fluent"), LabelSet.attributes("hat", "smile"))
            .withNetworks(new StarGanNetworks(2, 1, 2, 2, 1))
            .withPicture(PictureShape.rgb(16));
    try (var model = new StarGan(options)) {
      model.initialize(1);
      assertThat(model.targetDomains()).containsExactly("noto", "fluent");
      assertThat(model.attributes()).containsExactly("hat", "smile");
      Picture given = picture(3, 16, 16);
      assertThat(model.translationTo("fluent").apply(given).values())
          .isEqualTo(model.transform(0, 1, 0, 0, 1, 0).apply(given).values());
      assertThat(model.editing(given, Map.of("hat", false, "smile", true)).apply(given).values())
          .isEqualTo(model.transform(0, 0, 0, 1, 0, 1).apply(given).values());
      assertThatThrownBy(() -> model.editing(given, Map.of("noto", true)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("There is no attribute noto")
          .hasMessageContaining("the model knows hat, smile");
    }
  }

  @Test
  void stargan_keeps_attributes_that_are_not_named_as_the_discriminator_estimates_them() {
    var options =
        StarGanOptions.of(LabelSet.attributes("hat", "smile"))
            .withNetworks(new StarGanNetworks(2, 1, 2, 2, 1))
            .withPicture(PictureShape.rgb(16));
    try (var model = new StarGan(options);
        var scope = NDManager.newBaseManager("PyTorch")) {
      model.initialize(1);
      Picture given = picture(3, 16, 16);
      var estimates = new HashSet<Boolean>();
      for (int i = 0; i < 2; i++) {
        // Negative weights of the classifier, which has no bias, give the opposite estimate.
        NDArray weight = model.discriminator().parameters().get("conv2.weight");
        Layout.copyInto(weight, weight.duplicate().neg());
        float[] found = model.labelProbabilities(given.toArray(scope).expandDims(0)).toFloatArray();
        boolean smile = found[1] > 0.5f;
        estimates.add(smile);
        assertThat(model.editing(given, Map.of("hat", true)).apply(given).values())
            .isEqualTo(model.transform(1, smile ? 1 : 0).apply(given).values());
      }
      assertThat(estimates).containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  void stargan_without_a_discriminator_takes_attributes_that_are_not_named_for_absent() {
    var options =
        StarGanOptions.of(LabelSet.attributes("hat", "smile"))
            .withNetworks(new StarGanNetworks(2, 1, 2, 2, 1))
            .withPicture(PictureShape.rgb(16));
    try (var model = new StarGan(options)) {
      model.generator().initialize(1, model.device());
      Picture given = picture(3, 16, 16);
      assertThat(model.editing(given, Map.of("smile", true)).apply(given).values())
          .isEqualTo(model.transform(0, 1).apply(given).values());
    }
  }

  private static Picture picture(int channels, int height, int width) {
    var random = CounterRandom.of(channels, height).fork(width);
    var values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return new Picture(channels, height, width, values);
  }
}
