package org.atelier.data.source;

import java.io.IOException;
import java.util.Map;
import org.atelier.data.Subset;
import org.atelier.image.Picture;

/** A subset of the pictures of a source. */
record PictureSubset(PictureSource whole, Subset subset) implements PictureSource {
  @Override
  public int size() {
    return subset.size();
  }

  @Override
  public Picture picture(int index) throws IOException {
    return whole.picture(subset.at(index));
  }

  @Override
  public int channels() {
    return whole.channels();
  }

  @Override
  public String name(int index) {
    return whole.name(subset.at(index));
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return whole.contents();
  }

  @Override
  public String fingerprint() {
    return subset.fingerprint(whole.fingerprint());
  }
}
