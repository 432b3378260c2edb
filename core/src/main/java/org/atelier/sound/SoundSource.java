package org.atelier.sound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.atelier.data.ContentHash;
import org.atelier.data.source.PictureSource;

/**
 * Sounds by number, of any length: what {@link #spectrograms} turns into pictures.
 *
 * <p>Implementations are immutable and may be read by several threads at once.
 */
public interface SoundSource {
  /** The number of sounds, at least 1. */
  int size();

  /**
   * One sound as it is stored.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws IOException if it cannot be read; the message names it
   */
  Sound sound(int index) throws IOException;

  /** What a sound is called. */
  String name(int index);

  /**
   * A hash of all names and samples: other content, another text.
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
