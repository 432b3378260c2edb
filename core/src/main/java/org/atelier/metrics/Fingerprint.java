package org.atelier.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * How a number was computed: everything that changes it besides the generated pictures themselves.
 *
 * @param protocol the metric's own settings, such as {@code "polynomial kernel, 100 subsets"}
 * @param network the feature network, or {@code "none"}
 * @param networkHash SHA-256 of the network's weights in hexadecimal, or {@code "none"}
 * @param resizer how pictures were brought to the network's size, or {@code "none"}
 * @param range the values of pictures, and whether they were rounded
 * @param referenceCount the number of reference pictures
 * @param generatedCount the number of pictures under test
 * @param split the reference data: name, split, and its own fingerprint where there is one
 */
public record Fingerprint(
    String protocol,
    String network,
    String networkHash,
    String resizer,
    String range,
    long referenceCount,
    long generatedCount,
    String split) {
  /** What stands where there is no feature network. */
  public static final String NONE = "none";

  /** Checks the counts. */
  public Fingerprint {
    requireCount("referenceCount", referenceCount);
    requireCount("generatedCount", generatedCount);
  }

  private static void requireCount(String name, long count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, but was " + count);
    }
  }

  /**
   * Checks that two numbers were computed in the same way.
   *
   * @throws IllegalArgumentException if they were not; the message names every difference
   */
  public void requireSameAs(Fingerprint other) {
    var differences = new ArrayList<String>();
    compare(differences, "protocol", protocol, other.protocol);
    compare(differences, "feature network", network, other.network);
    compare(differences, "hash of the feature network", networkHash, other.networkHash);
    compare(differences, "resizer", resizer, other.resizer);
    compare(differences, "value range", range, other.range);
    compare(differences, "number of reference pictures", referenceCount, other.referenceCount);
    compare(differences, "number of generated pictures", generatedCount, other.generatedCount);
    compare(differences, "reference data", split, other.split);
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "These numbers were not computed in the same way and say nothing about each other: "
              + String.join("; ", differences)
              + ". Compute both anew under one protocol");
    }
  }

  private static void compare(List<String> differences, String what, Object mine, Object other) {
    if (!mine.equals(other)) {
      differences.add(what + " is \"" + mine + "\" here and \"" + other + "\" there");
    }
  }
}
