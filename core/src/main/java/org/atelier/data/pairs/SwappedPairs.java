package org.atelier.data.pairs;

import java.io.IOException;
import java.util.Map;

/** Pairs with input and target exchanged. */
record SwappedPairs(PicturePairs pairs) implements PicturePairs {
  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public Pair pair(int index) throws IOException {
    Pair pair = pairs.pair(index);
    return new Pair(pair.target(), pair.input());
  }

  @Override
  public String name(int index) {
    return pairs.name(index);
  }

  @Override
  public Map<String, String> contents() throws IOException {
    return pairs.contents();
  }

  @Override
  public String fingerprint() {
    return "swapped: " + pairs.fingerprint();
  }

  @Override
  public PicturePairs swapped() {
    return pairs;
  }
}
