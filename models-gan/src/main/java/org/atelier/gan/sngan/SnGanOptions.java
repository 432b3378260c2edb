package org.atelier.gan.sngan;

import org.atelier.gan.ResidualBlocks;
import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What an {@link SnGan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param latentSize numbers that a picture is made from
 * @param blocks what the residual networks are built with
 * @param learningRate of both optimizers
 * @param criticSteps steps of the critic for each of the generator's
 * @param stabilisation what steadies the training; nothing by default
 */
public record SnGanOptions(
    PictureShape picture,
    int latentSize,
    ResidualBlocks blocks,
    double learningRate,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public SnGanOptions {
    blocks.expectFits(picture);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the hinge loss");
  }

  /**
   * The paper's for CIFAR-10: 32×32 RGB, latent 128, 256 and 128 feature maps, Adam 2e-4 with β 0
   * and 0.9, 5 critic steps.
   */
  public static SnGanOptions defaults() {
    return new SnGanOptions(
        PictureShape.rgb(32), 128, ResidualBlocks.of(256, 128), 2e-4, 5, Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public SnGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public SnGanOptions withPicture(PictureShape picture) {
    return new SnGanOptions(picture, latentSize, blocks, learningRate, criticSteps, stabilisation);
  }

  /** The same with latents of this size. */
  public SnGanOptions withLatentSize(int latentSize) {
    return new SnGanOptions(picture, latentSize, blocks, learningRate, criticSteps, stabilisation);
  }

  /** The same with networks like this. */
  public SnGanOptions withBlocks(ResidualBlocks blocks) {
    return new SnGanOptions(picture, latentSize, blocks, learningRate, criticSteps, stabilisation);
  }

  /** The same with so many feature maps in the generator. */
  public SnGanOptions withGeneratorFilters(int generatorFilters) {
    return withBlocks(blocks.withGeneratorFilters(generatorFilters));
  }

  /** The same with so many feature maps in the discriminator. */
  public SnGanOptions withDiscriminatorFilters(int discriminatorFilters) {
    return withBlocks(blocks.withDiscriminatorFilters(discriminatorFilters));
  }

  /**
   * The same with self-attention in both networks (SAGAN, arXiv:1805.08318) where the shorter side
   * of their feature maps is this, in pixels; 0 for none.
   */
  public SnGanOptions withAttention(int attention) {
    return withBlocks(blocks.withAttention(attention));
  }

  /** The same with this learning rate. */
  public SnGanOptions withLearningRate(double learningRate) {
    return new SnGanOptions(picture, latentSize, blocks, learningRate, criticSteps, stabilisation);
  }

  /** The same with so many steps of the critic for each of the generator's. */
  public SnGanOptions withCriticSteps(int criticSteps) {
    return new SnGanOptions(picture, latentSize, blocks, learningRate, criticSteps, stabilisation);
  }

  /** The same with this to steady the training. */
  public SnGanOptions withStabilisation(Stabilisation stabilisation) {
    return new SnGanOptions(picture, latentSize, blocks, learningRate, criticSteps, stabilisation);
  }
}
