package org.atelier.translation.cyclegan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.model.objective.Step;
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
import org.junit.jupiter.params.provider.CsvSource;
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
            .withOptimizer(Adam.of(2e-4, 0.5).withSchedule(Schedule.linearDecay(2, 8)));
    var data =
        UnpairedImages.of(
            TinyTranslation.noise(7, 16, 1).images(TinyTranslation.grey(16)),
            TinyTranslation.noise(5, 16, 2).images(TinyTranslation.grey(16)));
    TinyTranslation.check(() -> new CycleGan(options), data, 1, folder, CycleGan::load);
  }

  /**
   * Against the rule of the reference's ImagePool: until it is full it keeps a picture and gives it
   * back; then, of two ways at random, it gives the new picture, or one of its own in whose place
   * the new one is kept.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "4, 2", "5, 3", "50, 2"})
  void a_pool_exchanges_pictures_by_the_reference_s_rule(int size, int batch) {
    var kept = new ArrayList<Float>();
    int old = 0;
    int full = 0;
    try (var pool = new ImagePool(size, new Shape(1, 2, 2), Device.cpu());
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      for (int n = 0; n < 60; n++) {
        var step = new Step<>(n, new Object(), scope, CounterRandom.of(7, n));
        // Of the first draw of a step.
        CounterRandom choices = CounterRandom.of(7, n).fork(0);
        var fakes = new float[batch * 4];
        var expected = new float[batch * 4];
        for (int i = 0; i < batch; i++) {
          float fake = n * batch + i + 1;
          float shown = fake;
          if (kept.size() < size) {
            kept.add(fake);
          } else {
            full++;
            if (choices.nextBoolean()) {
              old++;
              shown = kept.set(choices.nextInt(size), fake);
            }
          }
          Arrays.fill(fakes, 4 * i, 4 * i + 4, fake);
          Arrays.fill(expected, 4 * i, 4 * i + 4, shown);
        }
        NDArray given = scope.create(fakes, new Shape(batch, 1, 2, 2));
        assertThat(pool.query(step, given).toFloatArray()).isEqualTo(expected);
        assertThat(contents(pool)).isEqualTo(kept);
      }
      // Every other time, within four standard deviations.
      assertThat((double) old).isCloseTo(full / 2.0, within(2 * Math.sqrt(full)));
    }
  }

  /** The first value of each picture that a checkpoint would keep. */
  private static List<Float> contents(ImagePool pool) {
    var state = new LinkedHashMap<String, NDArray>();
    pool.addTo(state, "pool");
    int count = (int) state.get("pool.count").getFloat();
    var contents = new ArrayList<Float>();
    for (int i = 0; i < count; i++) {
      contents.add(state.get("pool." + i).toFloatArray()[0]);
    }
    return contents;
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
