package org.atelier.cli.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.atelier.weights.catalogue.CatalogueEntry;
import org.atelier.weights.catalogue.WeightsCatalogue;
import org.atelier.weights.catalogue.WeightsStore;

/** The published weights of feature networks in the catalogue. */
final class WeightsAtHand {
  private WeightsAtHand() {}

  /**
   * Returns the catalogue's entry of a network, which mostly has the network's name.
   *
   * @param network a name of {@link org.atelier.features.Architectures}
   */
  static Optional<CatalogueEntry> entry(String network) {
    String name =
        switch (network) {
          case "vgg_compressed" -> "collab16x/5SE";
          case "inception_fid" -> "fid-inception";
          default -> network;
        };
    return WeightsCatalogue.bundled().find(name);
  }

  /** Finds the file of a network on this machine, by name and size. */
  static Optional<Path> of(String network) throws IOException {
    Optional<CatalogueEntry> entry = entry(network);
    return entry.isEmpty() ? Optional.empty() : WeightsStore.ofEnvironment().atHand(entry.get());
  }
}
