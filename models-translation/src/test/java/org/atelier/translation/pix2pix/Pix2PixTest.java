package org.atelier.translation.pix2pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.pairs.PicturePairs;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.atelier.translation.Domain;
import org.atelier.translation.Domains;
import org.atelier.translation.GanMode;
import org.atelier.translation.TinyTranslation;
import org.atelier.translation.nets.DropoutMode;
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
      UnetGenerator.of(5).withFilters(2).withDropout(DropoutMode.NONE);
  private static final Pix2PixOptions REFERENCE =
      Pix2PixOptions.defaults()
          .withGenerator(UNET)
          .withDiscriminator(PatchDiscriminator.of(Normalisation.BATCH).withFilters(3))
          .withDomains(Domains.rgb(32));

  @ParameterizedTest
  @EnumSource(GanMode.class)
  void every_gan_mode_trains_loads_and_resumes_with_the_same_bits(
      GanMode ganMode, @TempDir Path folder) throws IOException {
    var domains = new Domains(new Domain(4, 16, 16), new Domain(1, 16, 16));
    Pix2PixOptions options =
        Pix2PixOptions.defaults()
            .withDiscriminator(new PatchDiscriminator(4, 1, Normalisation.INSTANCE))
            .withGenerator(
                new UnetGenerator(4, 3, Normalisation.BATCH, DropoutMode.ALWAYS, Upsampling.RESIZE))
            .withDomains(domains)
            .withGanMode(ganMode)
            .withOptimizer(Adam.of(2e-4, 0.5).withSchedule(Schedule.linearDecay(2, 10)));
    var pairs =
        PicturePairs.of(new ClassMaps(8), TinyTranslation.noise(8, 16, 2))
            .ofClassMaps(TinyTranslation.grey(16), 4);
    TinyTranslation.check(() -> new Pix2Pix(options), pairs, 2, folder, Pix2Pix::load);
  }

  @Test
  void sizes_that_do_not_fit_the_networks_are_refused() {
    assertThatThrownBy(
            () ->
                Pix2PixOptions.defaults()
                    .withDomains(new Domains(new Domain(3, 256, 200), new Domain(3, 256, 200))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "height and width must be multiples of 256 for this generator, but were 256 and 200");
    assertThatThrownBy(
            () ->
                REFERENCE.withDiscriminator(
                    PatchDiscriminator.of(Normalisation.BATCH).withLayers(5)))
        .hasMessageContaining("A PatchGAN of 5 layers expects pictures of at least 96×96 pixels");
    assertThatThrownBy(() -> REFERENCE.withGanMode(GanMode.WGANGP))
        .hasMessageContaining("WGANGP expects a discriminator without batch norm");
    assertThat(Pix2PixOptions.defaults().withImageSize(64).generator().multiple()).isEqualTo(64);
    assertThat(PatchDiscriminator.of(Normalisation.BATCH).receptiveField()).isEqualTo(70);
    assertThat(PatchDiscriminator.of(Normalisation.BATCH).withLayers(5).receptiveField())
        .isEqualTo(286);
    assertThat(PatchDiscriminator.of(Normalisation.BATCH).withLayers(1).receptiveField())
        .isEqualTo(16);
    assertThat(PatchDiscriminator.of(Normalisation.BATCH).withLayers(0).receptiveField())
        .isEqualTo(1);
  }
}
