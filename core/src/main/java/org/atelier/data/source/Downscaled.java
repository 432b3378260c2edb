package org.atelier.data.source;

import java.io.IOException;
import java.util.Map;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;

/** Pictures downscaled by an integer factor. */
record Downscaled(PictureSource source, int factor) implements PictureSource {
  Downscaled {
    if (factor < 2) {
      throw new IllegalArgumentException("factor must be at least 2, but was " + factor);
    }
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Picture picture(int index) throws IOException {
    Picture picture = source.picture(index);
    return Resizer.BILINEAR.resize(
        picture, Math.max(1, picture.height() / factor), Math.max(1, picture.width() / factor));
  }

  @Override
  public int channels() {
    return source.channels();
  }

  @Override
  public String name(int index) {
    return source.name(index);
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return source.contents();
  }

  @Override
  public String fingerprint() {
    return "%s, downscaled by %s".formatted(source.fingerprint(), factor);
  }
}
