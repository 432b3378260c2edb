package org.atelier.sound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.atelier.data.ContentHash;
import org.atelier.data.TrainingData;
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
   * Returns a hash of all names and samples, which identifies the content. A sound that cannot be
   * read contributes its name.
   */
  default String fingerprint() {
    var hash = new ContentHash();
    for (int i = 0; i < size(); i++) {
      hash.add(name(i));
      try {
        Sound sound = sound(i);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * sound.samples().length);
        bytes.asFloatBuffer().put(sound.samples());
        hash.add(sound.sampleRate()).add(bytes.capacity()).add(bytes.array());
      } catch (IOException e) {
        hash.add("unreadable");
      }
    }
    return "%s sounds %s".formatted(size(), hash);
  }

  /**
   * Returns a hash of each sound file by its name; see {@link TrainingData#contents}.
   *
   * @return empty if the sounds do not come from files
   * @throws IOException if a file cannot be read
   */
  default Map<String, String> contents() throws IOException {
    return Map.of();
  }

  /**
   * Computes the log-mel spectrograms of all sounds: pictures (1, mels, frames), kept in memory
   * with 8 bits per value.
   *
   * @throws IOException if a sound cannot be read
   */
  default PictureSource spectrograms(LogMel logMel) throws IOException {
    return Spectrograms.of(this, logMel, false);
  }

  /**
   * As {@link #spectrograms}, but a sound that cannot be read keeps its index, and reading its
   * spectrogram throws that exception again; for {@link TrainingData#skippingUnreadable}.
   *
   * @throws IOException if no sound can be read; the message is that of the first
   */
  default PictureSource spectrogramsOfReadable(LogMel logMel) throws IOException {
    return Spectrograms.of(this, logMel, true);
  }
}
