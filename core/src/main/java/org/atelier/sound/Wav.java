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

/**
 * Sounds from and to WAV files.
 *
 * <p>Reads PCM of 8, 16, 24 or 32 bits, mono or stereo (the mean of both channels is taken), and
 * keeps 16 bits of it: a sample s becomes s / 32768. Files that end early are refused. Writes 16
 * bits, mono. All failures are {@link SoundException}s that name the file.
 */
public final class Wav {
  /**
   * How many samples a channel a file may have: 2<sup>24</sup>, some six minutes at 44.1 kHz. A
   * file of a few bytes can declare more.
   */
  public static final int MOST_SAMPLES = 1 << 24;

  private static final int HEADER = 12;
  private static final float SCALE = 32768;

  private Wav() {}

  /**
   * Reads a file.
   *
   * @throws SoundException if it is missing, empty, no WAV of PCM, damaged, cut off or too long
   */
  public static Sound read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new SoundException(
          "Cannot read %s: expected a sound, but it is a folder; name a file in it"
              .formatted(path));
    }
    try (var stream = Files.newInputStream(path)) {
      return read(stream, path.toString());
    } catch (SoundException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new SoundException(
          "Cannot read %s: there is no such file; check the path".formatted(path), e);
    } catch (IOException e) {
      throw new SoundException(
          "Cannot read %s (%s); check its permissions and the disk".formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * Reads a sound from a stream, which stays open and may be read beyond the sound's end.
   *
   * @param name what messages call it
   * @throws SoundException if it is empty, no WAV of PCM, damaged, cut off or too long
   */
  public static Sound read(InputStream stream, String name) throws IOException {
    var buffered = new BufferedInputStream(stream, 1 << 16);
    // The platform's readers also know files that make sound by a program (MIDI): not wanted here.
    buffered.mark(HEADER);
    byte[] header = buffered.readNBytes(HEADER);
    buffered.reset();
    if (header.length < HEADER || !named(header, 0, "RIFF") || !named(header, 8, "WAVE")) {
      throw new SoundException(
          "Cannot read %s: expected a WAV file, but it %s; convert it to WAV of 16 bits first"
              .formatted(
                  name, header.length == 0 ? "is empty" : "does not begin as one (RIFF, WAVE)"));
    }
    try (AudioInputStream audio = AudioSystem.getAudioInputStream(buffered)) {
      return decode(audio, name);
    } catch (SoundException e) {
      throw e;
    } catch (UnsupportedAudioFileException | RuntimeException e) {
      // What the platform's reader throws for some damaged headers.
      throw new SoundException(
          "Cannot read %s: its header is damaged, or its samples are not PCM; convert it to WAV of 16 bits first"
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
          "Cannot read %s: expected PCM of 8 to 32 bits in 1 or 2 channels, but it has %s of %s bits in %s; convert it to WAV of 16 bits first"
              .formatted(name, format.getEncoding(), bits, channels));
    }
    if (rate != Math.rint(rate) || rate < 1000 || rate > 768_000) {
      throw new SoundException(
          "Cannot read %s: expected from 1000 to 768000 samples a second, but it has %s; the file is damaged"
              .formatted(name, rate));
    }
    long frames = audio.getFrameLength();
    if (frames > MOST_SAMPLES) {
      throw new SoundException(
          "Cannot read %s: expected at most %s samples, but it declares %s; cut it into parts"
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
          "Cannot read %s: expected %s samples, but it ends after %s; it is cut off"
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
   * Writes a file of 16 bits, mono, in place of one that was there; whole or not at all. Samples
   * beyond [-1, 1] are limited to it.
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
      throw new SoundException(
          "Cannot write %s (%s); choose another folder or change its permissions"
              .formatted(path, e.getMessage()),
          e);
    }
  }
}
