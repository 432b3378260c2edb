package org.atelier.data.pairs;

import java.io.IOException;
import java.util.Map;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;

/** Pairs of the left and the right half of a picture. */
record SideBySidePairs(PictureSource pictures) implements PicturePairs {
  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Pair pair(int index) throws IOException {
    Picture both = pictures.picture(index);
    int half = both.width() / 2;
    if (both.width() % 2 != 0) {
      throw new IOException(
          "%s is %s pixels wide: two pictures of one size side by side have an even width"
              .formatted(pictures.name(index), both.width()));
    }
    return new Pair(both.crop(0, 0, both.height(), half), both.crop(0, half, both.height(), half));
  }

  @Override
  public String name(int index) {
    return pictures.name(index);
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return pictures.contents();
  }

  @Override
  public String fingerprint() {
    return "side by side: " + pictures.fingerprint();
  }
}
