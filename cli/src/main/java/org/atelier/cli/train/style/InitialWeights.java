package org.atelier.cli.train.style;

import org.atelier.cli.command.UsageException;
import org.atelier.cli.command.WeightsFile;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;

/** What {@code --init-from} names; refusals name the option. */
final class InitialWeights {
  private static final String OPTION = "--init-from";

  private InitialWeights() {}

  /** Reads the file, which is downloaded if it is one of the catalogue. */
  static PublishedWeights read(WeightsFile file) {
    file.check(OPTION);
    try {
      return UsageException.unless(() -> PublishedWeights.read(file.path()));
    } catch (UsageException e) {
      throw new UsageException("%s expects weights: %s".formatted(OPTION, e.getMessage()));
    }
  }

  /** Reads the file into a network of its shapes. */
  static void load(WeightsFile file, Network network) {
    PublishedWeights weights = read(file);
    UsageException.unless(
        () -> {
          weights.into(network);
          return network;
        });
  }
}
