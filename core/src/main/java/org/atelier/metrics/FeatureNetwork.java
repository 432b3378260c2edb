package org.atelier.metrics;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A network that extracts features of pictures, by which sets of pictures are compared. Scores are
 * comparable only if they were computed with the same network.
 */
public interface FeatureNetwork extends AutoCloseable {
  /** Returns the name in a {@link Fingerprint}. */
  String name();

  /** Returns the SHA-256 of the weights (of the weights file, if there is one), in hexadecimal. */
  String hash();

  /**
   * Returns how pictures are resized to the network's input size, such as {@code "bilinear,
   * antialiased, 128×128"}.
   */
  String resizer();

  /** Returns D, the number of features of a picture. */
  int featureCount();

  /**
   * Computes the features of pictures in evaluation mode, without recording.
   *
   * @param pictures (N, 3, H, W), float32 in [-1, 1]
   * @return the features, attached to the manager of {@code pictures}
   */
  Features features(NDArray pictures);

  @Override
  default void close() {}

  /**
   * The outputs of a feature network.
   *
   * @param values (N, D)
   * @param probabilities (N, classes), rows that sum to 1; present if the network is a classifier
   */
  record Features(NDArray values, Optional<NDArray> probabilities) {
    /** Creates the outputs of a network that is no classifier. */
    public Features(NDArray values) {
      this(values, Optional.empty());
    }
  }
}
