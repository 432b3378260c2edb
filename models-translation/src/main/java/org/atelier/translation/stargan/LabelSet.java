package org.atelier.translation.stargan;

import java.util.HashSet;
import java.util.List;

/**
 * What a set of pictures is labelled with.
 *
 * @param names of the attributes or domains, in the order of the data
 * @param exclusive whether a picture is of exactly one (a domain), or has any number (attributes)
 */
public record LabelSet(List<String> names, boolean exclusive) {
  /** Checks the names. */
  public LabelSet {
    names = List.copyOf(names);
    if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException(
          "Expected at least one name, and none twice, but got " + names);
    }
  }

  /** Attributes, of which a picture may have any number. */
  public static LabelSet attributes(String... names) {
    return new LabelSet(List.of(names), false);
  }

  /** Domains, of which a picture is of one. */
  public static LabelSet domains(String... names) {
    return new LabelSet(List.of(names), true);
  }

  /** The number of names. */
  public int size() {
    return names.size();
  }
}
