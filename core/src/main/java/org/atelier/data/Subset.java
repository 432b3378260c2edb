package org.atelier.data;

import java.io.IOException;
import java.util.Objects;
import org.atelier.image.Picture;

/** Some pictures of another source. */
record Subset(PictureSource source, int[] indices) implements PictureSource {
  Subset {
    indices = indices.clone();
    if (indices.length == 0) {
      throw new IllegalArgumentException("No picture is left of " + source.size());
    }
    for (int index : indices) {
      if (index < 0 || index >= source.size()) {
        throw new IllegalArgumentException(
            "Expected picture numbers from 0 to %s, but got %s"
                .formatted(source.size() - 1, index));
      }
    }
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Picture picture(int index) throws IOException {
    return source.picture(indices[Objects.checkIndex(index, indices.length)]);
  }

  @Override
  public int channels() {
    return source.channels();
  }

  @Override
  public String name(int index) {
    return source.name(indices[index]);
  }

  @Override
  public String fingerprint() {
    return "%s, %s chosen %s"
        .formatted(source.fingerprint(), indices.length, new Fingerprint().add(indices));
  }
}
