package org.atelier.sound;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.atelier.files.NewFile;
import org.atelier.files.WriteException;

/**
 * Reads and writes WAV files.
 *
 * <p>Reads PCM of 8, 16, 24 or 32 bits, mono or stereo (the channels are averaged), with a
 * precision of 16 bits: a sample s becomes s / 32768. Truncated files are rejected. Writes 16-bit
 * mono. Failures are {@link SoundException}s that name the file.
 */
public final class Wav {
  /**
   * The maximum number of samples per channel of a file: 2<sup>24</sup>, about six minutes at 44.1
   * kHz. It bounds memory, since a file of a few bytes can declare any number.
   */
  public static final int MOST_SAMPLES = 1 << 24;

  private static final int HEADER = 12;
  private static final float SCALE = 32768;

  private Wav() {}

  /**
   * Reads a file.
   *
   * @throws SoundException if the file is missing, empty, not a PCM WAV file, damaged, truncated or
   *     too long
   */
  public static Sound read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new SoundException(
          "Cannot read %s: expected a sound, but it is a folder; give the path of a file"
              .formatted(path));
    }
    try (var stream = Files.newInputStream(path)) {
      return read(stream, path.toString());
    } catch (SoundException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new SoundException(
          "Cannot read %s: the file does not exist; check the path".formatted(path), e);
    } catch (IOException e) {
      throw new SoundException(
          "Cannot read %s (%s); check its permissions and the disk".formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * Reads a sound from a stream, which is not closed but may be consumed beyond the sound's end.
   *
   * @param name the sound's name for messages
   * @throws SoundException if the stream is empty, not a PCM WAV file, damaged, truncated or too
   *     long
   */
  public static Sound read(InputStream stream, String name) throws IOException {
    var buffered = new BufferedInputStream(stream, 1 << 16);
    // Checked here, because the platform's readers also accept MIDI.
    buffered.mark(HEADER);
    byte[] header = buffered.readNBytes(HEADER);
    buffered.reset();
    if (header.length < HEADER || !named(header, 0, "RIFF") || !named(header, 8, "WAVE")) {
      throw new SoundException(
          "Cannot read %s: expected a WAV file, but it %s; convert it to 16-bit WAV first"
              .formatted(
                  name, header.length == 0 ? "is empty" : "does not begin with RIFF and WAVE"));
    }
    try (AudioInputStream audio = AudioSystem.getAudioInputStream(buffered)) {
      return decode(audio, name);
    } catch (SoundException e) {
      throw e;
    } catch (UnsupportedAudioFileException | RuntimeException e) {
      // The platform's reader throws these for some damaged headers.
      throw new SoundException(
          "Cannot read %s: its header is damaged, or its samples are not PCM; convert it to 16-bit WAV first"
              .formatted(name),
          e);
    }
  }

  private static boolean named(byte[] header, int from, String name) {
    return new String(header, from, name.length(), StandardCharsets.ISO_8859_1).equals(name);
  }

  private static Sound decode(AudioInputStream audio, String name) throws IOException {
    AudioFormat format = audio.getFormat();
    int channels = format.getChannels();
    float rate = format.getSampleRate();
    boolean pcm =
        format.getEncoding().equals(AudioFormat.Encoding.PCM_SIGNED)
            || format.getEncoding().equals(AudioFormat.Encoding.PCM_UNSIGNED);
    int bits = format.getSampleSizeInBits();
    if (!pcm || bits % 8 != 0 || bits < 8 || bits > 32 || channels < 1 || channels > 2) {
      throw new SoundException(
          "Cannot read %s: expected PCM of 8 to 32 bits in 1 or 2 channels, but it has %s of %s bits in %s; convert it to 16-bit WAV first"
              .formatted(name, format.getEncoding(), bits, channels));
    }
    if (rate != Math.rint(rate) || rate < 1000 || rate > 768_000) {
      throw new SoundException(
          "Cannot read %s: expected a sample rate from 1000 to 768000 Hz, but it has %s; the file is damaged"
              .formatted(name, rate));
    }
    long frames = audio.getFrameLength();
    if (frames > MOST_SAMPLES) {
      throw new SoundException(
          "Cannot read %s: expected at most %s samples, but it declares %s; split it into parts"
              .formatted(name, MOST_SAMPLES, frames));
    }
    var wanted = new AudioFormat(rate, 16, channels, true, false);
    AudioInputStream plain =
        format.matches(wanted) ? audio : AudioSystem.getAudioInputStream(wanted, audio);
    int frameBytes = 2 * channels;
    byte[] bytes = plain.readNBytes(MOST_SAMPLES * frameBytes);
    int read = bytes.length / frameBytes;
    if (read == 0) {
      throw new SoundException(
          "Cannot read %s: expected a sound, but it has no samples".formatted(name));
    }
    if (frames >= 0 && read < frames) {
      throw new SoundException(
          "Cannot read %s: expected %s samples, but it ends after %s; the file is truncated"
              .formatted(name, frames, read));
    }
    return new Sound((int) rate, mixed(bytes, read, channels));
  }

  private static float[] mixed(byte[] bytes, int count, int channels) {
    var values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    var samples = new float[count];
    for (int i = 0; i < count; i++) {
      int sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += values.get(i * channels + c);
      }
      samples[i] = sum / (SCALE * channels);
    }
    return samples;
  }

  /**
   * Writes a 16-bit mono file atomically, replacing an existing one. Samples are clamped to [-1,
   * 1].
   *
   * @throws SoundException if the folder does not exist or cannot be written to
   */
  public static void write(Sound sound, Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw new SoundException(
          "Cannot write a sound to %s: it is a folder; add a file name".formatted(path));
    }
    if (!Files.isDirectory(folder)) {
      throw new SoundException(
          "Cannot write %s: the folder %s does not exist; create it first".formatted(path, folder));
    }
    int count = sound.samples().length;
    ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : sound.samples()) {
      float limited = Math.min(Short.MAX_VALUE, Math.max(Short.MIN_VALUE, sample * SCALE));
      bytes.putShort((short) Math.round(limited));
    }
    var format = new AudioFormat(sound.sampleRate(), 16, 1, true, false);
    try (var file = new NewFile(path);
        var audio = new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, count)) {
      AudioSystem.write(audio, AudioFileFormat.Type.WAVE, file.stream());
      file.commit();
    } catch (IOException e) {
      throw new SoundException(WriteException.of(path, e).getMessage(), e);
    }
  }
}
