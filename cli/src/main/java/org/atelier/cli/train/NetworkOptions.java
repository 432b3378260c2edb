package org.atelier.cli.train;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.optim.Adam;
import org.atelier.optim.RmsProp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that all models with latents share. */
public final class NetworkOptions {
  @Range(from = 1)
  @Option(
      names = "--latent-size",
      paramLabel = "N",
      description = "Dimension of the latent vector z (default: ${bundle:default.latentSize}).")
  private @Nullable Integer latentSize;

  @Mixin private final LearningRateOption learningRate = new LearningRateOption();

  /** The latent dimension that was given, or {@code base}. */
  public int latentSize(int base) {
    return given(latentSize, base);
  }

  /** The learning rate that was given, or {@code base}. */
  public double learningRate(double base) {
    return learningRate.or(base);
  }

  /** Adam with the learning rate that was given. */
  public Adam optimizer(Adam base) {
    return base.withLearningRate(learningRate(base.learningRate()));
  }

  /** RMSProp with the learning rate that was given. */
  public RmsProp optimizer(RmsProp base) {
    return base.withLearningRate(learningRate(base.learningRate()));
  }
}
