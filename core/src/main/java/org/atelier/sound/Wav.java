package org.atelier.sound;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.atelier.files.NewFile;
import org.atelier.files.WriteException;

/**
 * Reads and writes WAV files.
 *
 * <p>Reads PCM of 8, 16, 24 or 32 bits (a sample s of b bits is s / 2<sup>b-1</sup>) and floats of
 * 32 or 64 bits (clamped to [-1, 1]), mono or stereo (the channels are averaged), also in the
 * extensible and the 64-bit form (RF64). Other chunks than the format and the first data chunk are
 * skipped. A file whose header does not know the number of its samples, as programs write it to a
 * pipe (a length of 0, or of 2 GiB and more), is read up to its end; other truncated files are
 * rejected. Writes 16-bit mono. Failures are {@link SoundException}s that name the file.
 */
public final class Wav {
  /**
   * The maximum number of samples per channel of a file: 2<sup>24</sup>, about six minutes at 44.1
   * kHz. It bounds memory, since a file of a few bytes can declare any number.
   */
  public static final int MOST_SAMPLES = 1 << 24;

  private static final float SCALE = 32768;

  private Wav() {}

  /**
   * Reads a file.
   *
   * @throws SoundException if the file is missing, empty, not a WAV file of PCM or floats, damaged,
   *     truncated or too long
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
   * @throws SoundException if the stream is empty, not a WAV file of PCM or floats, damaged,
   *     truncated or too long
   */
  public static Sound read(InputStream stream, String name) throws IOException {
    return new WavReader(new BufferedInputStream(stream, 1 << 16), name).read();
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
