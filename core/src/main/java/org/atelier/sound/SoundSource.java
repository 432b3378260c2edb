package org.atelier.sound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.atelier.data.ContentHash;
import org.atelier.data.source.PictureSource;

/**
 * Sounds of any length, by index; {@link #spectrograms} makes pictures of them.
 *
 * <p>Implementations are immutable and may be read by several threads at once.
 */
public interface SoundSource {
  /** The number of sounds, at least 1. */
  int size();

  /**
   * Reads a sound with its own length and sample rate.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws IOException if it cannot be read; the message names it
   */
  Sound sound(int index) throws IOException;

  /** The name of a sound. */
  String name(int index);

  /**
   * A hash of all names and samples, which identifies the content.
   *
   * @throws UncheckedIOException if a sound cannot be read
   */
  default String fingerprint() {
    var hash = new ContentHash();
    try {
      for (int i = 0; i < size(); i++) {
        Sound sound = sound(i);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * sound.samples().length);
        bytes.asFloatBuffer().put(sound.samples());
        hash.add(name(i)).add(sound.sampleRate()).add(bytes.capacity()).add(bytes.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "%s sounds %s".formatted(size(), hash);
  }

  /**
   * The sounds as pictures: 1×mels×frames, computed once and kept with 8 bits a value.
   *
   * @throws IOException if a sound cannot be read
   */
  default PictureSource spectrograms(LogMel logMel) throws IOException {
    return Spectrograms.of(this, logMel);
  }
}
