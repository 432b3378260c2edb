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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7, 100_001})
  void other_chunks_are_skipped_whatever_their_size(int length) throws IOException {
    byte[] plain = wav(1, 1, 16_000, 16, new byte[] {0, 64, 0, -64});
    byte[] padded = with(plain, 36, chunk("LIST", length, new byte[length + length % 2]));
    assertThat(read(padded).samples()).containsExactly(0.5f, -0.5f);

    byte[] first = with(plain, 12, chunk("????", length, new byte[length + length % 2]));
    assertThat(read(first).samples()).containsExactly(0.5f, -0.5f);

    byte[] unpadded = with(plain, 36, chunk("LIST", length, new byte[length]));
    assertThat(read(unpadded).samples()).containsExactly(0.5f, -0.5f);
  }

  @Test
  void a_chunk_that_reaches_beyond_the_end_is_refused_in_words() {
    byte[] plain = wav(1, 1, 16_000, 16, new byte[8]);
    refused(
        with(plain, 36, chunk("LIST", 0xFFFFFFF0, new byte[4])),
        "the file ends within the chunk LIST, before any samples");
    refused(with(plain, 36, chunk("\n\"%s", -1, new byte[4])), "within the chunk ?\"%s, before");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 0x7FFFFFFF, 0x7FFFF000, 0x80000000, -0x100, 0x7FFFFFDB})
  void a_length_that_the_header_does_not_know_is_the_rest_of_the_file(int length)
      throws IOException {
    byte[] stream = wav(1, 1, 16_000, 16, new byte[] {0, 64, 0, -64, 0, 32});
    ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length).putInt(40, length);
    assertThat(read(stream).samples()).containsExactly(0.5f, -0.5f, 0.25f);
    // Half a frame at the end.
    assertThat(read(Arrays.copyOf(stream, stream.length - 1)).samples())
        .containsExactly(0.5f, -0.5f);
    refused(Arrays.copyOf(stream, HEADER), "it has no samples");
  }

  @Test
  void a_stream_of_unknown_length_has_a_limit_too() {
    byte[] stream = wav(1, 1, 16_000, 8, new byte[Wav.MOST_SAMPLES + 1]);
    ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).putInt(40, -1);
    refused(stream, "at most 16777216 samples, but it has more");
  }

  @Test
  void an_empty_data_chunk_before_other_chunks_is_empty() {
    byte[] empty = wav(1, 1, 16_000, 16, new byte[0]);
    refused(with(empty, empty.length, chunk("LIST", 5, new byte[6])), "it has no samples");
  }

  @Test
  void the_length_of_the_file_in_its_header_does_not_count() throws IOException {
    for (int length : new int[] {0, 1, -1, 36, 1 << 20}) {
      byte[] file = wav(1, 1, 16_000, 16, new byte[] {0, 64, 0, -64});
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length);
      assertThat(read(file).samples()).containsExactly(0.5f, -0.5f);
    }
  }

  @Test
  void what_follows_the_first_data_chunk_is_not_read() throws IOException {
    byte[] plain = wav(1, 1, 16_000, 16, new byte[] {0, 64, 0, -64});
    byte[] more = with(plain, plain.length, chunk("data", 4, new byte[] {1, 2, 3, 4}));
    assertThat(read(more).samples()).containsExactly(0.5f, -0.5f);
  }

  @Test
  void samples_before_their_format_are_refused_in_words() {
    byte[] plain = wav(1, 1, 16_000, 16, new byte[8]);
    refused(
        with(plain, 12, chunk("data", 4, new byte[4])),
        "expected the format of the samples (the chunk fmt) before the samples");
  }

  @Test
  void sixty_four_bit_lengths_count() throws IOException {
    byte[] data = {0, 64, 0, -64};
    byte[] plain = wav(1, 1, 16_000, 16, data);
    ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -1).putInt(40, -1);
    plain[1] = 'F';
    plain[2] = '6';
    plain[3] = '4';
    for (long length : new long[] {4, -1}) {
      ByteBuffer sizes = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
      sizes.putLong(72).putLong(length).putLong(2).putInt(0);
      byte[] rf64 = with(plain, 12, chunk("ds64", 28, sizes.array()));
      assertThat(read(rf64).samples()).containsExactly(0.5f, -0.5f);
      byte[] more = with(rf64, rf64.length, new byte[2]);
      assertThat(read(more).samples()).hasSize(length == 4 ? 2 : 3);
    }
    ByteBuffer sizes = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    sizes.putLong(72).putLong(1L << 40).putLong(2).putInt(0);
    refused(with(plain, 12, chunk("ds64", 28, sizes.array())), "but it declares 549755813888");
  }

  @Test
  void floats_are_read() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(0.3f).putFloat(-0.7f).putFloat(3).putFloat(-3);
    assertThat(read(wav(3, 1, 48_000, 32, data.array())).samples())
        .containsExactly(0.3f, -0.7f, 1, -1);
    data.clear().putDouble(0.25).putDouble(-0.5);
    assertThat(read(wav(3, 2, 48_000, 64, data.array())).samples()).containsExactly(-0.125f);
    data.clear().putFloat(0).putFloat(Float.NaN);
    refused(wav(3, 1, 48_000, 32, data.array()), "sample 1 is not a finite number");
  }

  @Test
  void integers_of_any_width_are_exact() throws IOException {
    assertThat(read(wav(1, 1, 8000, 8, new byte[] {0, (byte) 128, (byte) 255})).samples())
        .containsExactly(-1, 0, 127 / 128f);
    assertThat(read(wav(1, 1, 8000, 24, new byte[] {1, 0, 0, 0, 0, (byte) 0x80})).samples())
        .containsExactly(0x1p-23f, -1);
    assertThat(read(wav(1, 1, 8000, 32, new byte[] {0, 0, 0, 0x40, 0, 0, 0, -64})).samples())
        .containsExactly(0.5f, -0.5f);
    // 20 bits, left-justified in 4 bytes.
    byte[] wide = wav(1, 1, 8000, 20, new byte[] {0, 0, 0, 0x40, 0, 0, 0, -64});
    wide[32] = 4;
    assertThat(read(wide).samples()).containsExactly(0.5f, -0.5f);
    wide[32] = 7;
    refused(wide, "but a frame has 7 bytes");
  }

  @Test
  void extensible_headers_are_read() throws IOException {
    byte[] plain = wav(1, 1, 16_000, 16, new byte[] {0, 64, 0, -64});
    ByteBuffer more = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    more.putShort((short) 22).putShort((short) 16).putInt(4).putShort((short) 1);
    more.put(new byte[] {0, 0, 0, 0, 0x10, 0, -128, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71});
    byte[] extensible = with(plain, 36, more.array());
    ByteBuffer.wrap(extensible)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(16, 40)
        .putShort(20, (short) -2);
    assertThat(read(extensible).samples()).containsExactly(0.5f, -0.5f);
    extensible[44] = 6;
    refused(extensible, "it has A-law (compressed) of 16 bits in 1");
    extensible[50] = 1;
    refused(extensible, "an extensible format without a standard sub-format");
  }

  @Test
  void files_that_are_none_are_refused_in_words() throws IOException {
    refused(new byte[0], "it is empty");
    refused("RIFF".getBytes(StandardCharsets.US_ASCII), "does not begin with RIFF and WAVE");
    refused("MThd, a song of a synthesiser".getBytes(StandardCharsets.US_ASCII), "RIFF and WAVE");
    refused(wav(1, 1, 16_000, 16, new byte[0]), "it has no samples");
    refused(wav(2, 1, 16_000, 4, new byte[64]), "convert it to 16-bit WAV first");
    refused(wav(3, 1, 16_000, 16, new byte[64]), "it has floats of 16 bits in 1");
    refused(wav(6, 1, 8000, 8, new byte[64]), "it has A-law (compressed) of 8 bits in 1");
    refused(wav(7, 1, 8000, 8, new byte[64]), "it has µ-law (compressed) of 8 bits in 1");
    refused(wav(1, 1, 16_000, 0, new byte[64]), "expected PCM of 8 to 32 bits");
    refused(wav(1, 6, 16_000, 16, new byte[60]), "in 1 or 2 channels");
    refused(wav(1, 1, 10, 16, new byte[60]), "a sample rate from 1000 to 768000 Hz");
    refused(wav(1, 0, 16_000, 16, new byte[60]), "in 1 or 2 channels");
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
    refused(Arrays.copyOf(whole, 30), "ends within the chunk fmt, before any samples");
    refused(Arrays.copyOf(whole, 40), "header is damaged: the file ends before the chunk data");
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
    assertThat(sine(16_000, 440).atRate(44_100, 500).samples())
        .containsExactly(Arrays.copyOf(slow.samples(), 500));
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

  private static byte[] with(byte[] file, int at, byte[] inserted) {
    return ByteBuffer.allocate(file.length + inserted.length)
        .put(file, 0, at)
        .put(inserted)
        .put(file, at, file.length - at)
        .array();
  }

  private static byte[] chunk(String id, int length, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(id.getBytes(StandardCharsets.US_ASCII))
        .putInt(length)
        .put(content)
        .array();
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
