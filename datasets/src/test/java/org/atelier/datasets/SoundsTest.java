package org.atelier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.sound.GriffinLim;
import org.atelier.sound.LogMel;
import org.atelier.sound.LogMelOptions;
import org.atelier.sound.Sound;
import org.junit.jupiter.api.Test;

class SoundsTest {
  @Test
  void all_are_short_and_as_loud_as_promised() {
    var sounds = Sounds.embedded();
    assertThat(sounds.size()).isEqualTo(121);
    assertThat(sounds.names()).doesNotHaveDuplicates().isSorted();
    assertThat(sounds).isSameAs(Sounds.embedded());
    float loudest = (float) Math.pow(10, -1 / 20.0);
    for (int i = 0; i < sounds.size(); i++) {
      Sound sound = sounds.sound(i);
      assertThat(sound.sampleRate()).isEqualTo(16_000);
      assertThat(sound.samples().length).as(sounds.name(i)).isBetween(292, 16_000);
      assertThat(Math.abs(sound.peak() - loudest)).as(sounds.name(i)).isLessThan(1e-3f);
      // Each begins where it is cut, with a fade at its end: the cuts are at the right places.
      assertThat(Math.abs(sound.samples()[sound.samples().length - 1])).isLessThan(0.01f);
    }
  }

  @Test
  void a_category_can_be_chosen() {
    var tabla = Sounds.embedded().withCategory("tabla");
    assertThat(tabla.size()).isEqualTo(26);
    assertThat(tabla.items()).allMatch(item -> item.name().startsWith("tabla_"));
    assertThat(tabla.fingerprint()).isNotEqualTo(Sounds.embedded().fingerprint());
    assertThat(Sounds.embedded().items().get(0))
        .isEqualTo(new Sounds.Item("ambi_choir", "ambient", "2013 Exsomniel"));
    assertThatThrownBy(() -> Sounds.embedded().withCategory("trumpet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one of [ambient, bass, bass drum,");
    assertThatThrownBy(() -> Sounds.embedded().where(item -> false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void no_spectrogram_is_cut_off_at_the_top_of_its_range() throws IOException {
    var logMel = new LogMel(LogMelOptions.defaults());
    var pictures = Sounds.embedded().spectrograms(logMel);
    float brightest = -1;
    for (int i = 0; i < pictures.size(); i++) {
      float own = -1;
      for (float value : pictures.picture(i).values()) {
        own = Math.max(own, value);
      }
      assertThat(own).as(pictures.name(i)).isGreaterThan(0.2f);
      brightest = Math.max(brightest, own);
    }
    assertThat(brightest).isLessThan(1);
  }

  @Test
  void real_sounds_come_back_alike() throws IOException {
    var logMel = new LogMel(LogMelOptions.defaults());
    var sounds = Sounds.embedded();
    for (int i = 0; i < sounds.size(); i += 24) {
      Picture picture = logMel.picture(sounds.sound(i));
      Sound back = logMel.sound(picture, GriffinLim.defaults(), 1);
      float[] again = logMel.picture(back).values();
      double decibels = 0;
      for (int k = 0; k < again.length; k++) {
        decibels += Math.abs(again[k] - picture.values()[k]) * 45 / again.length;
      }
      // Measured over every twelfth: 0.4 dB on average, 0.6 at worst.
      assertThat(decibels).as(sounds.name(i)).isLessThan(0.8);
      // 0.13 on average; a snare's noise, 0.28, is the worst.
      assertThat(convergence(logMel, sounds.sound(i))).as(sounds.name(i)).isLessThan(0.3);
    }
  }

  /** Of the magnitudes themselves, without mel bands: ‖wanted − reached‖ / ‖wanted‖. */
  private static double convergence(LogMel logMel, Sound sound) {
    int samples = logMel.options().samples();
    try (var manager = NDManager.newBaseManager()) {
      NDArray wave =
          HostValues.toArray(manager, sound.withLength(samples).samples(), new Shape(1, samples));
      NDArray wanted = logMel.stft().magnitudes(wave);
      NDArray back = GriffinLim.defaults().sounds(wanted, logMel.stft(), 1);
      NDArray apart = logMel.stft().magnitudes(back).sub(wanted);
      return Math.sqrt(apart.square().sum().getFloat() / wanted.square().sum().getFloat());
    }
  }
}
