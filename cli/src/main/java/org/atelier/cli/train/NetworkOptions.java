package org.atelier.cli.train;

import static org.atelier.cli.command.Given.given;

import org.atelier.optim.Adam;
import org.atelier.optim.RmsProp;
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

  /** Adam with the learning rate that was given. */
  public Adam optimizer(Adam base) {
    return base.withLearningRate(learningRate(base.learningRate()));
  }

  /** RMSProp with the learning rate that was given. */
  public RmsProp optimizer(RmsProp base) {
    return base.withLearningRate(learningRate(base.learningRate()));
  }
}
