package org.atelier.translation.pix2pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.PicturePairs;
import org.atelier.translation.AdversarialObjective;
import org.atelier.translation.Decay;
import org.atelier.translation.Domains;
import org.atelier.translation.TinyTranslation;
import org.atelier.translation.nets.Noise;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.UnetGenerator;
import org.atelier.translation.nets.Upsampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Pix2PixTest {
  private static final UnetGenerator UNET =
      UnetGenerator.of(5).withFilters(2).withNoise(Noise.NONE);
  private static final Pix2PixOptions REFERENCE =
      Pix2PixOptions.defaults()
          .withGenerator(Domains.rgb(32), UNET)
          .withDiscriminator(PatchDiscriminator.of(Normalisation.BATCH).withFilters(3));

  @ParameterizedTest
  @EnumSource(AdversarialObjective.class)
  void every_objective_trains_loads_and_resumes_with_the_same_bits(
      AdversarialObjective objective, @TempDir Path folder) throws IOException {
    var domains = new Domains(4, 1, 16, 16);
    Pix2PixOptions options =
        Pix2PixOptions.defaults()
            .withDiscriminator(new PatchDiscriminator(4, 1, Normalisation.INSTANCE))
            .withGenerator(
                domains,
                new UnetGenerator(4, 3, Normalisation.BATCH, Noise.ALWAYS, Upsampling.RESIZE))
            .withObjective(objective)
            .withDecay(new Decay(2, 10));
    var pairs =
        PicturePairs.of(new ClassMaps(8), TinyTranslation.noise(8, 16, 2))
            .ofClassMaps(TinyTranslation.grey(16), 4);
    TinyTranslation.check(() -> new Pix2Pix(options), pairs, 2, folder, Pix2Pix::load);
  }

  @Test
  void sizes_that_do_not_fit_the_networks_are_refused() {
    assertThatThrownBy(
            () -> Pix2PixOptions.defaults().withDomains(Domains.rgb(256).withSize(256, 200)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "height and width must be multiples of 256 for this generator, but were 256 and 200");
    assertThatThrownBy(
            () ->
                REFERENCE.withDiscriminator(
                    PatchDiscriminator.of(Normalisation.BATCH).withLayers(5)))
        .hasMessageContaining("A PatchGAN of 5 layers needs pictures of at least 96×96 pixels");
    assertThatThrownBy(() -> REFERENCE.withObjective(AdversarialObjective.WGAN_GP))
        .hasMessageContaining("must have no batch norm");
    assertThat(Pix2PixOptions.defaults().withImageSize(64).generator().multiple()).isEqualTo(64);
    assertThat(PatchDiscriminator.of(Normalisation.BATCH).patch()).isEqualTo(70);
    assertThat(PatchDiscriminator.of(Normalisation.BATCH).withLayers(5).patch()).isEqualTo(286);
    assertThat(PatchDiscriminator.of(Normalisation.BATCH).withLayers(1).patch()).isEqualTo(16);
    assertThat(PatchDiscriminator.of(Normalisation.BATCH).withLayers(0).patch()).isEqualTo(1);
  }
}
