package org.atelier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class EmojiTest {
  @Test
  void every_style_has_the_same_emoji_but_fluent_lacks_some() {
    assertThat(Emoji.noto().size()).isEqualTo(1852);
    assertThat(Emoji.twemoji().items()).isEqualTo(Emoji.noto().items());
    assertThat(Emoji.fluent().size()).isEqualTo(1852 - 281);
    assertThat(Emoji.fluent().names()).contains("GRINNING FACE").doesNotContain("Zimbabwe Flag");
    assertThat(Emoji.noto().names()).contains("Zimbabwe Flag");
    assertThat(Emoji.noto()).isSameAs(Emoji.noto());
  }

  @Test
  void no_chosen_tile_is_empty() throws IOException {
    var fluent = Emoji.fluent();
    for (int i = 0; i < fluent.size(); i++) {
      var tile = fluent.picture(i);
      float highest = -1;
      for (int k = 3 * 4096; k < 4 * 4096; k++) {
        highest = Math.max(highest, tile.values()[k]);
      }
      assertThat(highest).as(fluent.name(i)).isGreaterThan(0);
    }
  }

  @Test
  void styles_can_be_aligned() {
    var noto = Emoji.noto().where(Emoji.fluent().items()::contains);
    assertThat(noto.items()).isEqualTo(Emoji.fluent().items());
  }

  @Test
  void a_category_can_be_chosen() {
    var smileys = Emoji.noto().withCategory("Smileys & Emotion");
    assertThat(smileys.size()).isEqualTo(166);
    assertThat(smileys.items().get(0))
        .isEqualTo(
            new Emoji.Item(
                "1F600", "GRINNING FACE", "grinning", "Smileys & Emotion", "face-smiling"));
    assertThat(smileys.fingerprint()).isNotEqualTo(Emoji.noto().fingerprint());
    assertThatThrownBy(() -> Emoji.noto().withCategory("Smileys"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one of [Smileys & Emotion, People & Body,");
    assertThatThrownBy(() -> Emoji.noto().where(item -> false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void batches_show_them_on_white() throws IOException {
    try (var manager = NDManager.newBaseManager()) {
      for (Emoji emoji : List.of(Emoji.noto(), Emoji.twemoji(), Emoji.fluent())) {
        var loaded = emoji.images(32).load(new int[] {0, 1}, CounterRandom.of(1));
        var images = loaded.toBatch(manager).images();
        assertThat(images.getShape().getShape()).containsExactly(2, 3, 32, 32);
        float[] values = images.toFloatArray();
        assertThat(values[0]).isEqualTo(1);
        // The forehead of a smiley is yellow: little blue.
        assertThat(values[2 * 1024 + 6 * 32 + 16]).isLessThan(0);
        for (float value : values) {
          assertThat(value).isBetween(-1.0001f, 1.0001f);
        }
      }
    }
  }

  @Test
  void a_sheet_that_is_none_is_refused() {
    assertThatThrownBy(() -> Emoji.read("mine", new ByteArrayInputStream(new byte[9])))
        .isInstanceOf(IOException.class);
  }
}
