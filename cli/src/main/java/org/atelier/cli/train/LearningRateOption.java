package org.atelier.cli.train;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The learning rate of models whose networks all have the same one. */
public final class LearningRateOption {
  @Range(from = 0, above = true)
  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Learning rate of all networks (default: ${bundle:default.learningRate}).")
  private @Nullable Double learningRate;

  /** The learning rate that was given, or {@code base}. */
  public double or(double base) {
    return given(learningRate, base);
  }
}
