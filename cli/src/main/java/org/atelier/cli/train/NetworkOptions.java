package org.atelier.cli.train;

import static org.atelier.cli.command.Given.given;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that the networks of every model with latents have. */
public final class NetworkOptions {
  @Option(
      names = "--latent-size",
      paramLabel = "N",
      description = "Numbers that a picture is made from (default: ${bundle:default.latentSize}).")
  private @Nullable Integer latentSize;

  @Mixin private final LearningRateOption learningRate = new LearningRateOption();

  public int latentSize(int base) {
    return given(latentSize, base);
  }

  public double learningRate(double base) {
    return learningRate.or(base);
  }
}
