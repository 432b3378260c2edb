package org.atelier.translation.style.patches;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchScaleTest {
  @Test
  void the_scales_of_256_pixels_are_those_of_the_trial() {
    assertThat(PatchScale.of(256, 7))
        .isEqualTo(
            List.of(
                new PatchScale(96, 11, 2.4),
                new PatchScale(144, 9, 1.8),
                new PatchScale(192, 9, 1.2),
                new PatchScale(256, 7, 0.8)));
  }

  @Test
  void larger_pictures_add_finer_scales() {
    assertThat(PatchScale.of(1024, 7).stream().map(PatchScale::side))
        .containsExactly(96, 144, 192, 256, 362, 512, 724, 1024);
    assertThat(PatchScale.of(1024, 7).subList(0, 4)).isEqualTo(PatchScale.of(256, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 96, 100, 130, 200, 256, 270, 300, 512, 1000, 2048, 5000})
  void every_size_is_reached_in_small_steps(int size) {
    List<PatchScale> scales = PatchScale.of(size, 7);

    assertThat(scales.get(scales.size() - 1).side()).isEqualTo(size);
    for (int i = 1; i < scales.size(); i++) {
      double step = (double) scales.get(i).side() / scales.get(i - 1).side();
      assertThat(step).isBetween(1.01, 1.6);
    }
  }
}
