package org.atelier.translation.stargan;

import java.util.HashSet;
import java.util.List;

/**
 * The labels of a data set.
 *
 * @param names the attributes or domains, in the order of the data; unique, at least one
 * @param exclusive true for domains, of which each picture belongs to exactly one; false for binary
 *     attributes, of which a picture has any number
 */
public record LabelSet(List<String> names, boolean exclusive) {
  /** Checks the names. */
  public LabelSet {
    names = List.copyOf(names);
    if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException(
          "Expected at least one label, and none twice, but got " + names);
    }
  }

  /** Binary attributes, of which a picture may have any number. */
  public static LabelSet attributes(String... names) {
    return new LabelSet(List.of(names), false);
  }

  /** Domains, of which each picture belongs to exactly one. */
  public static LabelSet domains(String... names) {
    return new LabelSet(List.of(names), true);
  }

  /** The number of labels. */
  public int size() {
    return names.size();
  }
}
