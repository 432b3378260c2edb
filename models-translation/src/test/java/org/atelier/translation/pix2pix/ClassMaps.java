package org.atelier.translation.pix2pix;

import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;

/** Maps of four classes in stripes, which begin at another one in each. */
record ClassMaps(int size) implements PictureSource {
  @Override
  public Picture picture(int index) {
    var values = new float[16 * 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i / 32 + index) % 4 / 127.5f - 1;
    }
    return new Picture(1, 16, 16, values);
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public String fingerprint() {
    return "stripes";
  }
}
