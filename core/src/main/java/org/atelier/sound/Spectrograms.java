package org.atelier.sound;

import java.io.IOException;
import java.util.Map;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;

/**
 * Spectrograms of sounds, in memory. The fingerprint is that of the samples and the options,
 * because transforms may differ in the last bit between processors.
 *
 * @param pictures the spectrograms, each of which was computed once
 */
record Spectrograms(PictureSource pictures, String fingerprint) implements PictureSource {
  /**
   * Computes all spectrograms.
   *
   * @param skip whether a sound that cannot be read keeps its index and fails when it is accessed;
   *     otherwise it is an error
   */
  static Spectrograms of(SoundSource sounds, LogMel logMel, boolean skip) throws IOException {
    var computed = new Computed(sounds, logMel);
    return new Spectrograms(
        skip ? InMemory.copyOfReadable(computed) : InMemory.copyOf(computed),
        "%s as %s".formatted(sounds.fingerprint(), logMel.options()));
  }

  /** Spectrograms that are computed at each access. */
  private record Computed(SoundSource sounds, LogMel logMel) implements PictureSource {
    @Override
    public int size() {
      return sounds.size();
    }

    @Override
    public Picture picture(int index) throws IOException {
      return logMel.picture(sounds.sound(index));
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public String name(int index) {
      return "the spectrogram of " + sounds.name(index);
    }

    @Override
    public Map<String, String> contents() throws IOException {
      return sounds.contents();
    }

    @Override
    public String fingerprint() {
      return sounds.fingerprint();
    }
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Picture picture(int index) throws IOException {
    return pictures.picture(index);
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public String name(int index) {
    return pictures.name(index);
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return pictures.contents();
  }
}
