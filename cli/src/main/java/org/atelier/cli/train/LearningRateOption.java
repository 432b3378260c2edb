package org.atelier.cli.train;

import static org.atelier.cli.command.Given.given;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The learning rate of models all of whose networks have the same. */
public final class LearningRateOption {
  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Of all networks (default: ${bundle:default.learningRate}).")
  private @Nullable Double learningRate;

  /** What was given, or {@code base}. */
  public double or(double base) {
    return given(learningRate, base);
  }
}
