package org.atelier.examples;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that steady the training of any GAN. */
final class StabilisationOptions {
  @Option(
      names = "--average-decay",
      paramLabel = "X",
      description =
          "Memory of the moving average of the generator that samples are drawn from; 0 for none"
              + " (default: ${bundle:default.averageDecay}).")
  private @Nullable Double averageDecay;

  double averageDecay(double base) {
    return averageDecay == null ? base : averageDecay;
  }
}
