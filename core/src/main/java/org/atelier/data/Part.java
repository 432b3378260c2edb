package org.atelier.data;

import java.io.IOException;
import java.util.Objects;
import org.atelier.random.CounterRandom;

/** Some examples of other data. */
record Part<B>(TrainingData<B> whole, int[] indices) implements TrainingData<B> {
  Part {
    indices = indices.clone();
    if (indices.length == 0) {
      throw new IllegalArgumentException("No example is left of " + whole.size());
    }
    for (int index : indices) {
      if (index < 0 || index >= whole.size()) {
        throw new IllegalArgumentException(
            "Expected example numbers from 0 to %s, but got %s".formatted(whole.size() - 1, index));
      }
    }
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public String fingerprint() {
    return "%s, %s chosen %s"
        .formatted(whole.fingerprint(), indices.length, new Fingerprint().add(indices));
  }

  @Override
  public Loaded<B> load(int[] chosen, CounterRandom random) throws IOException {
    var numbers = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      numbers[i] = indices[Objects.checkIndex(chosen[i], indices.length)];
    }
    return whole.load(numbers, random);
  }
}
