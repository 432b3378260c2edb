package org.atelier.data.pairs;

import java.io.IOException;
import java.util.Map;
import org.atelier.data.Contents;
import org.atelier.data.source.PictureSource;

/** Pairs the n-th picture of one source with the n-th of another. */
record AlignedPairs(PictureSource inputs, PictureSource targets) implements PicturePairs {
  @Override
  public int size() {
    return inputs.size();
  }

  @Override
  public Pair pair(int index) throws IOException {
    return new Pair(inputs.picture(index), targets.picture(index));
  }

  @Override
  public String name(int index) {
    return "the pair of %s and %s".formatted(inputs.name(index), targets.name(index));
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return Contents.join("inputs", inputs.contents(), "targets", targets.contents());
  }

  @Override
  public String fingerprint() {
    return "inputs: %s; targets: %s".formatted(inputs.fingerprint(), targets.fingerprint());
  }
}
