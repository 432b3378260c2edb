package org.atelier.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {
  private static final int HEADER = 44;

  @TempDir Path temp;

  @Test
  void what_is_written_is_read_again_to_the_bit() throws IOException {
    float[] samples = {0, 0.5f, -0.5f, 1 / 32768f, -1, 32767 / 32768f};
    Path file = temp.resolve("a.wav");

    Wav.write(new Sound(16_000, samples), file);

    assertThat(Wav.read(file)).isEqualTo(new Sound(16_000, samples));
    assertThat(Files.size(file)).isEqualTo(HEADER + 12);
    assertThat(temp).isDirectoryContaining(path -> path.equals(file));
  }

  @Test
  void samples_beyond_the_range_are_limited() throws IOException {
    Path file = temp.resolve("a.wav");

    Wav.write(new Sound(8000, new float[] {3, -3, 1}), file);

    assertThat(Wav.read(file).samples()).containsExactly(32767 / 32768f, -1, 32767 / 32768f);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void stereo_of_any_width_is_mixed_to_its_mean(int bits) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(4 * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : new double[] {0.5, 0.25, -0.5, -0.25}) {
      long sample = Math.round(value * (1L << (bits - 1))) + (bits == 8 ? 128 : 0);
      for (int i = 0; i < bits / 8; i++) {
        data.put((byte) (sample >> (8 * i)));
      }
    }

    Sound sound = read(wav(1, 2, 44_100, bits, data.array()));

    assertThat(sound.sampleRate()).isEqualTo(44_100);
    assertThat(sound.samples()).hasSize(2);
    assertThat(sound.samples()[0]).isCloseTo(0.375f, within(0.005f));
    assertThat(sound.samples()[1]).isCloseTo(-0.375f, within(0.005f));
  }

  @Test
  void other_chunks_are_passed_over() throws IOException {
    byte[] plain = wav(1, 1, 16_000, 16, new byte[] {0, 64, 0, -64});
    ByteBuffer more = ByteBuffer.allocate(plain.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    more.put(plain, 0, 36).put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(4).putInt(7);
    more.put(plain, 36, plain.length - 36);

    assertThat(read(more.array()).samples()).containsExactly(0.5f, -0.5f);
  }

  @Test
  void files_that_are_none_are_refused_in_words() throws IOException {
    refused(new byte[0], "it is empty");
    refused("RIFF".getBytes(StandardCharsets.US_ASCII), "does not begin with RIFF and WAVE");
    refused("MThd, a song of a synthesiser".getBytes(StandardCharsets.US_ASCII), "RIFF and WAVE");
    refused(wav(1, 1, 16_000, 16, new byte[0]), "it has no samples");
    refused(wav(2, 1, 16_000, 4, new byte[64]), "convert it to 16-bit WAV first");
    refused(wav(3, 1, 16_000, 32, new byte[64]), "expected PCM of 8 to 32 bits");
    refused(wav(1, 6, 16_000, 16, new byte[60]), "in 1 or 2 channels");
    refused(wav(1, 1, 10, 16, new byte[60]), "a sample rate from 1000 to 768000 Hz");
    refused(wav(1, 0, 16_000, 16, new byte[60]), "its header is damaged");
    assertThatThrownBy(() -> Wav.read(temp))
        .isInstanceOf(SoundException.class)
        .hasMessageContaining("it is a folder; give the path of a file");
    assertThatThrownBy(() -> Wav.read(temp.resolve("none.wav")))
        .isInstanceOf(SoundException.class)
        .hasMessageContaining("the file does not exist");
  }

  @Test
  void files_that_end_early_are_refused() {
    byte[] whole = wav(1, 1, 16_000, 16, new byte[2000]);
    refused(Arrays.copyOf(whole, whole.length - 700), "it ends after 650; the file is truncated");
    refused(Arrays.copyOf(whole, 30), "header is damaged");
  }

  @Test
  void a_file_that_declares_too_much_is_refused_before_anything_is_read() {
    byte[] huge = wav(1, 1, 16_000, 16, new byte[20]);
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(40, 1 << 30);
    refused(huge, "at most 16777216 samples, but it declares 536870912");
  }

  @Test
  void no_damage_leads_to_anything_but_a_sound_or_a_sentence() {
    byte[] sound = wav(1, 2, 16_000, 16, new byte[64]);
    var random = CounterRandom.of(4);
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = sound.clone();
      for (int i = 0; i <= round % 4; i++) {
        damaged[random.nextInt(HEADER)] = (byte) random.nextInt(256);
      }
      damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
      try {
        assertThat(read(damaged).samples()).isNotEmpty();
      } catch (SoundException e) {
        assertThat(e.getMessage()).startsWith("Cannot read the sound: ").hasLineCount(1);
      } catch (IOException e) {
        throw new AssertionError(Arrays.toString(damaged), e);
      }
    }
  }

  @Test
  void nothing_is_written_where_there_is_no_folder() {
    var sound = new Sound(16_000, new float[1]);
    assertThatThrownBy(() -> Wav.write(sound, temp.resolve("no/a.wav")))
        .isInstanceOf(SoundException.class)
        .hasMessageContaining("does not exist; create it first");
    assertThatThrownBy(() -> Wav.write(sound, temp)).hasMessageContaining("it is a folder");
  }

  @Test
  void a_sine_keeps_its_values_at_another_rate() {
    Sound slow = sine(16_000, 440).atRate(44_100);
    Sound expected = sine(44_100, 440);
    assertThat(slow.samples()).hasSize(44_100);
    for (int i = 200; i < 43_900; i++) {
      assertThat(slow.samples()[i]).isCloseTo(expected.samples()[i], within(2e-3f));
    }
    // What the lower rate cannot hold is gone, and not folded down.
    float[] folded = sine(44_100, 12_000).atRate(16_000).samples();
    for (int i = 100; i < 15_900; i++) {
      assertThat(folded[i]).isCloseTo(0, within(2e-3f));
    }
  }

  @Test
  void sounds_that_are_none_are_refused() {
    assertThatThrownBy(() -> new Sound(16_000, new float[0])).hasMessageContaining("one sample");
    assertThatThrownBy(() -> new Sound(1, new float[1])).hasMessageContaining("from 1000 to");
    var sound = new Sound(1000, new float[] {0.5f, 0.25f});
    assertThat(sound.withLength(3).samples()).containsExactly(0.5f, 0.25f, 0);
    assertThat(sound.withLength(1).samples()).containsExactly(0.5f);
    assertThat(sound.seconds()).isEqualTo(0.002);
    assertThat(sound).hasToString("Sound[2 samples at 1000 Hz]");
  }

  private static Sound sine(int rate, double hertz) {
    var samples = new float[rate];
    for (int i = 0; i < rate; i++) {
      samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return new Sound(rate, samples);
  }

  private static Sound read(byte[] bytes) throws IOException {
    return Wav.read(new ByteArrayInputStream(bytes), "the sound");
  }

  private static void refused(byte[] bytes, String sentence) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(SoundException.class)
        .hasMessageStartingWith("Cannot read the sound: ")
        .hasMessageContaining(sentence);
  }

  private static byte[] wav(int format, int channels, int rate, int bits, byte[] data) {
    var bytes = ByteBuffer.allocate(HEADER + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data.length);
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    bytes.putShort((short) format).putShort((short) channels).putInt(rate);
    bytes.putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
    bytes.putShort((short) bits).put("data".getBytes(StandardCharsets.US_ASCII));
    return bytes.putInt(data.length).put(data).array();
  }
}
