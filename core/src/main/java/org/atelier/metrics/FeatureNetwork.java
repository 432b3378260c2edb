package org.atelier.metrics;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A network that says in numbers what a picture shows; distances between sets of pictures are taken
 * between its features. Any network will do, but only numbers of the same one can be compared.
 */
public interface FeatureNetwork extends AutoCloseable {
  /** What it is called in a {@link Fingerprint}. */
  String name();

  /** SHA-256 of its weights (of the file, where they come from one), in hexadecimal. */
  String hash();

  /** How it brings pictures to its own size, such as {@code "bilinear, antialiased, 128×128"}. */
  String resizer();

  /** D, the number of features of a picture. */
  int featureCount();

  /**
   * The features of some pictures, in evaluation mode and not recorded.
   *
   * @param pictures (N, 3, H, W), float32 in [-1, 1]
   * @return attached to the manager of {@code pictures}
   */
  Features features(NDArray pictures);

  @Override
  default void close() {}

  /**
   * What a feature network gives.
   *
   * @param values (N, D)
   * @param probabilities (N, classes), rows that sum to 1, if the network is a classifier
   */
  record Features(NDArray values, Optional<NDArray> probabilities) {
    /** Features of a network that is no classifier. */
    public Features(NDArray values) {
      this(values, Optional.empty());
    }
  }
}
