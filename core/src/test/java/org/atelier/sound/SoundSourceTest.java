package org.atelier.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.PictureSource;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundSourceTest {
  @TempDir Path temp;

  private final LogMel logMel = new LogMel(LogMelOptions.defaults().withMels(32).withFrames(16));

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(temp.resolve("in"));
    Wav.write(noise(1, 2000), temp.resolve("b.WAV"));
    Wav.write(noise(2, 9000), temp.resolve("in/a.wav"));
    Wav.write(noise(3, 10), temp.resolve(".hidden.wav"));
    Wav.write(noise(3, 10), Files.createDirectory(temp.resolve("@eaDir")).resolve("a.wav"));
    Files.writeString(temp.resolve("c.txt"), "no sound");
  }

  @Test
  void a_folder_s_sounds_are_its_wav_files_in_order() throws IOException {
    SoundFolder folder = SoundFolder.open(temp);

    assertThat(folder.size()).isEqualTo(2);
    assertThat(folder.name(0)).isEqualTo("b.WAV");
    assertThat(folder.name(1)).isEqualTo("in/a.wav");
    assertThat(folder.sound(0).samples()).hasSize(2000);
  }

  @Test
  void spectrograms_are_the_pictures_of_the_sounds() throws IOException {
    PictureSource pictures = SoundFolder.open(temp).spectrograms(logMel);

    assertThat(pictures.size()).isEqualTo(2);
    assertThat(pictures.channels()).isEqualTo(1);
    assertThat(pictures.name(0)).isEqualTo("the spectrogram of b.WAV");
    float[] exact = logMel.picture(Wav.read(temp.resolve("b.WAV"))).values();
    float[] kept = pictures.picture(0).values();
    for (int i = 0; i < exact.length; i++) {
      // 8 bits.
      assertThat(Math.abs(kept[i] - exact[i])).isLessThanOrEqualTo(0.5f / 127 + 1e-5f);
    }
    var options = ImageOptions.defaults().withChannels(1).withHeight(32).withWidth(16);
    try (var manager = NDManager.newBaseManager()) {
      var batch = pictures.images(options).load(new int[] {1, 0}, CounterRandom.of(0));
      assertThat(batch.toBatch(manager).images().getShape()).isEqualTo(new Shape(2, 1, 32, 16));
    }
  }

  @Test
  void other_samples_names_or_options_have_another_fingerprint() throws IOException {
    SoundFolder folder = SoundFolder.open(temp);
    String before = folder.spectrograms(logMel).fingerprint();
    assertThat(SoundFolder.open(temp).spectrograms(logMel).fingerprint()).isEqualTo(before);
    var other = new LogMel(LogMelOptions.defaults().withMels(32).withFrames(32));
    assertThat(folder.spectrograms(other).fingerprint()).isNotEqualTo(before);

    Wav.write(noise(4, 2000), temp.resolve("b.WAV"));

    assertThat(folder.spectrograms(logMel).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void folders_without_sounds_and_broken_ones_are_refused() throws IOException {
    assertThatThrownBy(() -> SoundFolder.open(temp.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> SoundFolder.open(temp.resolve("c.txt")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> SoundFolder.open(Files.createDirectory(temp.resolve("empty"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no file there ends in .wav");
    Files.writeString(temp.resolve("broken.wav"), "RIFF");
    SoundFolder broken = SoundFolder.open(temp);
    assertThatThrownBy(() -> broken.spectrograms(logMel))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.wav");
  }

  private static Sound noise(long seed, int length) {
    float[] samples = CounterRandom.of(seed).gaussians(length);
    for (int i = 0; i < length; i++) {
      samples[i] *= 0.1f;
    }
    return new Sound(16_000, samples);
  }
}
