package org.atelier.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * The protocol of a score: everything on which its value depends besides the generated pictures.
 * Scores are comparable only if their fingerprints are equal.
 *
 * @param protocol the metric's settings, such as {@code "polynomial kernel, 100 subsets"}
 * @param network the feature network, or {@code "none"}
 * @param networkHash SHA-256 of the network's weights in hexadecimal, or {@code "none"}
 * @param resizer how pictures were resized to the network's input size, or {@code "none"}
 * @param range the value range of the pictures, and whether they were rounded
 * @param referenceCount the number of reference pictures
 * @param generatedCount the number of generated pictures
 * @param split the reference data: name, split, and fingerprint if there is one
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
  /** The value of components that do not apply, such as the network of a metric without one. */
  public static final String NONE = "none";

  /** Checks that both counts are at least 0. */
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
   * Checks that two scores were computed by the same protocol.
   *
   * @throws IllegalArgumentException if they were not; the message lists the differences
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
          "These scores were computed by different protocols and cannot be compared: "
              + String.join("; ", differences)
              + ". Compute both again by one protocol");
    }
  }

  private static void compare(List<String> differences, String what, Object mine, Object other) {
    if (!mine.equals(other)) {
      differences.add(what + " is \"" + mine + "\" here and \"" + other + "\" there");
    }
  }
}
