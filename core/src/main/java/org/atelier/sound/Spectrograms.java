package org.atelier.sound;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;

/**
 * Spectrograms of sounds, in memory. The fingerprint is that of the samples and the options,
 * because transforms may differ in the last bit between processors.
 */
record Spectrograms(InMemory pictures, List<String> names, String fingerprint)
    implements PictureSource {
  static Spectrograms of(SoundSource sounds, LogMel logMel) throws IOException {
    var pictures = new ArrayList<Picture>(sounds.size());
    var names = new ArrayList<String>(sounds.size());
    for (int i = 0; i < sounds.size(); i++) {
      pictures.add(logMel.picture(sounds.sound(i)));
      names.add(sounds.name(i));
    }
    return new Spectrograms(
        InMemory.of(pictures),
        List.copyOf(names),
        "%s as %s".formatted(sounds.fingerprint(), logMel.options()));
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Picture picture(int index) {
    return pictures.picture(index);
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public String name(int index) {
    return "the spectrogram of " + names.get(index);
  }
}
