package org.atelier.sound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.atelier.data.ContentHash;
import org.atelier.data.source.PictureSource;

/**
 * Sounds of any length, by index; {@link #spectrograms} converts them to pictures.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface SoundSource {
  /** Returns the number of sounds, at least 1. */
  int size();

  /**
   * Reads a sound at its stored length and sample rate.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws IOException if the sound cannot be read; the message names it
   */
  Sound sound(int index) throws IOException;

  /** Returns the name of a sound. */
  String name(int index);

  /**
   * Returns a hash of all names and samples, which identifies the content.
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
   * Computes the log-mel spectrograms of all sounds: pictures (1, mels, frames), kept in memory
   * with 8 bits per value.
   *
   * @throws IOException if a sound cannot be read
   */
  default PictureSource spectrograms(LogMel logMel) throws IOException {
    return Spectrograms.of(this, logMel);
  }
}
