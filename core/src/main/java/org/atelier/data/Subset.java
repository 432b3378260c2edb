package org.atelier.data;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atelier.random.CounterRandom;

/** A selection of elements by index, as PyTorch's {@code Subset}. Immutable. */
public final class Subset {
  private final int[] indices;

  private Subset(int[] indices) {
    this.indices = indices;
  }

  /**
   * Creates a subset.
   *
   * @param size the number of elements of the whole set
   * @param what the name of an element in messages, such as {@code "picture"}
   * @param indices the indices of the selected elements, in their new order; copied
   * @throws IllegalArgumentException if {@code indices} is empty, or an index is out of range
   */
  public static Subset of(int size, String what, int... indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException(
          "Expected at least one of the %s %ss, but none was selected".formatted(size, what));
    }
    for (int index : indices) {
      if (index < 0 || index >= size) {
        throw new IllegalArgumentException(
            "Expected %s indices from 0 to %s, but got %s".formatted(what, size - 1, index));
      }
    }
    return new Subset(indices.clone());
  }

  /** Returns the number of selected elements. */
  public int size() {
    return indices.length;
  }

  /**
   * Returns the index in the whole set of a selected element.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not from 0 to {@link #size()} - 1
   */
  public int at(int index) {
    return indices[Objects.checkIndex(index, indices.length)];
  }

  /** Returns the fingerprint of the subset, given that of the whole set. */
  public String fingerprint(String whole) {
    return "%s, %s chosen %s".formatted(whole, size(), new ContentHash().add(indices));
  }

  /** A subset of training data. */
  record Examples<B>(TrainingData<B> whole, Subset subset) implements TrainingData<B> {
    @Override
    public int size() {
      return subset.size();
    }

    @Override
    public String fingerprint() {
      return subset.fingerprint(whole.fingerprint());
    }

    @Override
    public Map<String, String> contents() throws IOException {
      return whole.contents();
    }

    @Override
    public int group(int index) {
      return whole.group(subset.at(index));
    }

    @Override
    public TrainingData<B> skippingUnreadable(SkipOptions options) {
      TrainingData<B> skipping = whole.skippingUnreadable(options);
      // Parts that replace their own examples do so below the subset; else only an example of the
      // subset takes the place of another.
      return skipping instanceof SkippingData
          ? new SkippingData<>(this, options)
          : new Examples<>(skipping, subset);
    }

    @Override
    public List<SkippedExample> skipped() {
      return whole.skipped();
    }

    @Override
    public Loaded<B> load(int[] chosen, CounterRandom random) throws IOException {
      var indices = new int[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        indices[i] = subset.at(chosen[i]);
      }
      return whole.load(indices, random);
    }
  }
}
