package org.atelier.vae;

import ai.djl.ndarray.types.Shape;
import org.atelier.image.PictureShape;
import org.atelier.model.ClassLabels;
import org.atelier.model.Decoder;
import org.atelier.model.Discriminator;
import org.atelier.model.Encoder;
import org.atelier.optim.Adam;
import org.atelier.optim.Optimizer;
import org.atelier.options.OptionChecks;

/**
 * What every variational auto-encoder is built with.
 *
 * @param architecture of encoder and decoder
 * @param latentSize numbers that an example becomes
 * @param likelihood what the decoder's numbers say of an example
 * @param learningRate of Adam, for encoder and decoder; a {@link #discriminator()} learns at a
 *     tenth
 */
public record AutoencoderOptions(
    Architecture architecture, int latentSize, Likelihood likelihood, double learningRate) {
  private static final double BETA_1 = 0.9;
  private static final double ADVERSARIAL_BETA_1 = 0.5;

  /** At the same rate it wins before a decoder that starts from nothing has learnt a shape. */
  private static final double ADVERSARY_SLOWER = 10;

  /** Checks the numbers. */
  public AutoencoderOptions {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.positive("learningRate", learningRate);
  }

  /**
   * As pytorch/examples' {@code vae}: 28×28 grey, one hidden layer of 400, 20 latents, Bernoulli on
   * grey, Adam 1e-3.
   */
  public static AutoencoderOptions defaults() {
    return new AutoencoderOptions(
        Architecture.perceptrons(PictureShape.grey(28), 400), 20, Bernoulli.ofGrey(), 1e-3);
  }

  /** The same of these networks. */
  public AutoencoderOptions withArchitecture(Architecture architecture) {
    return new AutoencoderOptions(architecture, latentSize, likelihood, learningRate);
  }

  /** The same with so many latents. */
  public AutoencoderOptions withLatentSize(int latentSize) {
    return new AutoencoderOptions(architecture, latentSize, likelihood, learningRate);
  }

  /** The same with this likelihood. */
  public AutoencoderOptions withLikelihood(Likelihood likelihood) {
    return new AutoencoderOptions(architecture, latentSize, likelihood, learningRate);
  }

  /** The same with this learning rate. */
  public AutoencoderOptions withLearningRate(double learningRate) {
    return new AutoencoderOptions(architecture, latentSize, likelihood, learningRate);
  }

  /**
   * The same for networks of the caller's: the architecture becomes {@link Architecture.Own}, the
   * latents as many as the decoder takes.
   *
   * @throws IllegalArgumentException if the decoder's codes are not vectors
   */
  public AutoencoderOptions ofOwn(Decoder decoder) {
    Shape code = decoder.code();
    if (code.dimension() != 1) {
      throw new IllegalArgumentException(
          "Expected a decoder of codes (N, latent), but it takes (N) and " + code);
    }
    return withArchitecture(new Architecture.Own()).withLatentSize(Math.toIntExact(code.get(0)));
  }

  /** A new encoder of the architecture. */
  public Encoder encoder() {
    return new Encoder(architecture.example(), architecture.encoder(latentSize, 0), optimizer());
  }

  /** A new encoder of the architecture that is told a label. */
  public Encoder encoder(ClassLabels labels) {
    return new Encoder(
        architecture.example(),
        architecture.encoder(latentSize, labels.classes()),
        optimizer(),
        ClassLabels.SHAPE);
  }

  /** A new decoder of the architecture. */
  public Decoder decoder() {
    int numbers = likelihood.numbersPerValue();
    return new Decoder(
        new Shape(latentSize), architecture.decoder(latentSize, numbers, 0), optimizer());
  }

  /** A new decoder of the architecture that is told a label. */
  public Decoder decoder(ClassLabels labels) {
    int numbers = likelihood.numbersPerValue();
    return new Decoder(
        new Shape(latentSize),
        architecture.decoder(latentSize, numbers, labels.classes()),
        optimizer(),
        ClassLabels.SHAPE);
  }

  /** A new discriminator of the architecture, with two results: features and scores. */
  public Discriminator discriminator() {
    return new Discriminator(
        architecture.example(),
        architecture.discriminator(),
        Adam.of(learningRate / ADVERSARY_SLOWER, ADVERSARIAL_BETA_1));
  }

  private Optimizer optimizer() {
    return Adam.of(learningRate, BETA_1);
  }
}
