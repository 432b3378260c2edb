package org.atelier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  /** One row: the values say the column. */
  private static final Picture RAMP = ramp(6);

  @Test
  void the_same_random_gives_the_same_picture() {
    var all = new Augmentation(true, 2, 0);
    var seen = new HashSet<List<Float>>();
    for (int i = 0; i < 100; i++) {
      float[] once = all.apply(RAMP, 6, 6, CounterRandom.of(7, i)).values();
      assertThat(all.apply(RAMP, 6, 6, CounterRandom.of(7, i)).values()).isEqualTo(once);
      seen.add(list(once));
    }
    // Five crops from left to right, each flipped or not; up and down the picture does not change.
    assertThat(seen).hasSize(10);
  }

  @Test
  void a_flip_mirrors_half_of_the_pictures() {
    var flip = Augmentation.none().withFlip(true);
    int flipped = 0;
    for (int i = 0; i < 1000; i++) {
      float[] values = flip.apply(RAMP, 6, 6, CounterRandom.of(1, i)).values();
      assertThat(values[0]).isIn(0f, .5f);
      flipped += values[0] > 0 ? 1 : 0;
    }
    assertThat(flipped).isBetween(430, 570);
  }

  @Test
  void flips_do_not_change_crops() {
    var crop = Augmentation.none().withPad(2);
    for (int i = 0; i < 50; i++) {
      float[] plain = crop.apply(RAMP, 6, 6, CounterRandom.of(1, i)).values();
      float[] both = crop.withFlip(true).apply(RAMP, 6, 6, CounterRandom.of(1, i)).values();
      assertThat(Set.of(list(plain), mirrored(plain))).contains(list(both));
    }
  }

  @Test
  void the_border_mirrors_without_repeating_the_edge() {
    var crop = Augmentation.none().withPad(2);
    var firsts = new HashSet<Float>();
    for (int i = 0; i < 200; i++) {
      float[] values = crop.apply(RAMP, 6, 6, CounterRandom.of(1, i)).values();
      firsts.add(values[0]);
      if (values[0] == .2f) {
        assertThat(List.of(values[1], values[2], values[3]))
            .isIn(List.of(.1f, 0f, .1f), List.of(.3f, .4f, .5f));
      }
    }
    assertThat(firsts).containsExactlyInAnyOrder(0f, .1f, .2f);
  }

  @Test
  void nothing_random_changes_nothing() {
    assertThat(Augmentation.none().apply(RAMP, 6, 6, CounterRandom.of(1))).isSameAs(RAMP);
  }

  @Test
  void a_scaled_crop_stays_inside_and_repeats() throws IOException {
    var options =
        ImageOptions.defaults()
            .withSize(6)
            .withChannels(1)
            .withAugmentation(Augmentation.none().withEnlargeBy(3));
    var once = options.apply(RAMP, "ramp", CounterRandom.of(3));
    var twice = options.apply(RAMP, "ramp", CounterRandom.of(3));
    assertThat(once.values()).isEqualTo(twice.values()).hasSize(36);
    assertThat(once.values()[5] - once.values()[0]).isLessThan(.5f);
  }

  @Test
  void crops_of_rectangles_reach_every_place_and_no_further() {
    var crop = Augmentation.none();
    var corners = new HashSet<List<Float>>();
    // Every value is another; a crop of 2×5 from 4×6 has 3·2 places.
    var values = new float[24];
    for (int i = 0; i < 24; i++) {
      values[i] = i / 32f;
    }
    for (int i = 0; i < 200; i++) {
      var part = crop.apply(new Picture(1, 4, 6, values), 2, 5, CounterRandom.of(1, i));
      assertThat(List.of(part.height(), part.width())).containsExactly(2, 5);
      assertThat(part.values()[5] - part.values()[0]).isEqualTo(6 / 32f);
      corners.add(List.of(part.values()[0]));
    }
    assertThat(corners).hasSize(6);
  }

  @Test
  void wrong_values_are_refused_in_words() {
    assertThatThrownBy(() -> Augmentation.none().withPad(-1))
        .hasMessage("pad must be at least 0, but was -1");
    assertThatThrownBy(() -> ImageOptions.defaults().withSize(0))
        .hasMessage("size must be at least 4, but was 0");
    assertThatThrownBy(() -> ImageOptions.defaults().withHeight(8).withWidth(3))
        .hasMessage("height and width must be at least 4, but were 8 and 3");
    assertThatThrownBy(() -> ImageOptions.defaults().withChannels(2))
        .hasMessage("channels must be 1 or 3, but was 2");
    assertThatThrownBy(() -> Augmentation.none().apply(RAMP, 7, 7, CounterRandom.of(1)))
        .hasMessageContaining("Cannot crop 7×7 pixels from 6×6");
  }

  private static List<Float> mirrored(float[] square) {
    var mirrored = square.clone();
    int size = (int) Math.sqrt(square.length);
    for (int i = 0; i < square.length; i++) {
      mirrored[i] = square[i / size * size + size - 1 - i % size];
    }
    return list(mirrored);
  }

  private static List<Float> list(float[] values) {
    var list = new ArrayList<Float>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static Picture ramp(int size) {
    var values = new float[size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % size / 10f;
    }
    return new Picture(1, size, size, values);
  }
}
