package org.atelier.datasets.openmoji;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.atelier.datasets.Emoji;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class OpenMojiTest {
  @Test
  void both_styles_have_the_emoji_of_the_others() {
    assertThat(OpenMoji.color().items()).isEqualTo(Emoji.noto().items());
    var black = OpenMoji.black();
    assertThat(black.size()).isEqualTo(1851);
    assertThat(Emoji.noto().items()).containsAll(black.items());
  }

  @Test
  void line_art_is_black_on_white() throws IOException {
    try (var manager = NDManager.newBaseManager()) {
      var loaded = OpenMoji.black().images(64).load(new int[] {0}, CounterRandom.of(1));
      float[] values = loaded.toBatch(manager).images().toFloatArray();
      assertThat(values).hasSize(3 * 64 * 64);
      assertThat(values[0]).isEqualTo(1);
      for (int i = 0; i < 64 * 64; i++) {
        assertThat(values[i]).isEqualTo(values[2 * 64 * 64 + i]);
      }
    }
  }

  @Test
  void the_licence_comes_along() throws IOException {
    try (var in = OpenMoji.class.getResourceAsStream("LICENCES.md")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("CC BY-SA 4.0", "All emojis designed by OpenMoji");
    }
  }
}
