package org.atelier.translation.cyclegan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.atelier.data.UnpairedImages;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.atelier.random.CounterRandom;
import org.atelier.translation.Domain;
import org.atelier.translation.Domains;
import org.atelier.translation.GanMode;
import org.atelier.translation.TinyTranslation;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.ResnetGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CycleGanTest {
  @ParameterizedTest
  @EnumSource(GanMode.class)
  void every_gan_mode_trains_loads_and_resumes_with_the_same_bits_and_the_same_pool(
      GanMode ganMode, @TempDir Path folder) throws IOException {
    var grey = new Domain(1, 16, 16);
    var options =
        CycleGanOptions.defaults()
            .withGenerator(ResnetGenerator.of(1).withFilters(4))
            .withDiscriminator(new PatchDiscriminator(4, 1, Normalisation.INSTANCE))
            .withDomains(new Domains(grey, grey))
            .withLosses(CycleGanOptions.Losses.defaults().withGanMode(ganMode).withLambdaB(5))
            .withPoolSize(3)
            .withAdam(Adam.of(2e-4, 0.5).withSchedule(Schedule.linearDecay(2, 8)));
    var data =
        UnpairedImages.of(
            TinyTranslation.noise(7, 16, 1).images(TinyTranslation.grey(16)),
            TinyTranslation.noise(5, 16, 2).images(TinyTranslation.grey(16)));
    TinyTranslation.check(() -> new CycleGan(options), data, 1, folder, CycleGan::load);
  }

  @Test
  void a_full_pool_gives_old_pictures_every_other_time() {
    try (var pool = new ImagePool(4, new Shape(1, 2, 2), Device.cpu());
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      int old = 0;
      for (int n = 0; n < 60; n++) {
        var step = new Step<>(n, new Object(), scope, CounterRandom.of(7, n));
        NDArray fakes = scope.full(new Shape(2, 1, 2, 2), (float) n);
        float[] shown = pool.query(step, fakes).toFloatArray();
        assertThat(shown).hasSize(8);
        for (int i = 0; i < 8; i += 4) {
          assertThat(shown[i]).isBetween(0f, (float) n);
          if (shown[i] != n) {
            old++;
          }
        }
        if (n < 2) {
          assertThat(old).as("while it fills").isZero();
        }
      }
      assertThat(old).isBetween(30, 86);
      var state = new LinkedHashMap<String, NDArray>();
      pool.addTo(state, "pool");
      assertThat(state).hasSize(5);
      assertThat(state.get("pool.count").getFloat()).isEqualTo(4);
    }
  }

  @Test
  void domains_of_unequal_channels_have_no_identity() {
    var grey = Domains.rgb(256).withB(new Domain(1, 256, 256));
    assertThatThrownBy(() -> CycleGanOptions.defaults().withDomains(grey))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set lambdaIdentity to 0");
    var noIdentity = CycleGanOptions.Losses.defaults().withLambdaIdentity(0);
    assertThat(CycleGanOptions.defaults().withLosses(noIdentity).withDomains(grey).domains())
        .isEqualTo(grey);
  }

  @Test
  void domains_of_unequal_size_are_refused() {
    var unequal = Domains.rgb(256).withB(Domain.rgb(512));
    assertThatThrownBy(() -> CycleGanOptions.defaults().withDomains(unequal))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected domains of one size in pixels, but A has 256×256 and B 512×512; scale one of"
                + " them");
  }
}
