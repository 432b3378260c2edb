package org.atelier.benchmarks.experiments;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.datasets.FashionMnist;
import org.jspecify.annotations.Nullable;

/**
 * Fashion-MNIST for an experiment: what is learnt from, and what is measured against.
 *
 * @param training the 60,000 training pictures of a folder, or the 10,000 embedded ones
 * @param heldOut the 10,000 embedded test pictures
 * @param split what the second is, for fingerprints
 */
record Clothes(FashionMnist training, FashionMnist heldOut, String split) {
  static final int SIZE = 28;
  static final int CLASSES = FashionMnist.CLASSES.size();

  /**
   * Reads the pictures.
   *
   * @param folder of the IDX files of Fashion-MNIST; null for the embedded test pictures, which are
   *     then learnt from too
   */
  static Clothes open(@Nullable Path folder) throws IOException {
    FashionMnist embedded = FashionMnist.embedded();
    if (folder == null) {
      return new Clothes(
          embedded, embedded, "Fashion-MNIST, the 10,000 test pictures (also learnt from)");
    }
    FashionMnist training = FashionMnist.from(folder);
    if (training.fingerprint().equals(embedded.fingerprint())) {
      throw new IOException(
          "Expected the training pictures of Fashion-MNIST in %s, but these are the test pictures"
              .formatted(folder));
    }
    return new Clothes(training, embedded, "Fashion-MNIST, the 10,000 test pictures (held out)");
  }
}
