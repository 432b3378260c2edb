package org.atelier.vae;

import ai.djl.ndarray.types.Shape;
import org.atelier.image.PictureShape;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Encoder;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * The part of the options that all variational auto-encoders have in common.
 *
 * @param architecture of encoder and decoder
 * @param latentSize dimension of the latents z
 * @param likelihood p(x | z), whose parameters the decoder outputs
 * @param optimizer of encoder and decoder; a {@link #discriminator()} has a tenth of its learning
 *     rate and β₁ = 0.5
 */
public record AutoencoderOptions(
    AutoencoderArchitecture architecture, int latentSize, Likelihood likelihood, Adam optimizer) {
  private static final double ADVERSARIAL_BETA_1 = 0.5;

  /**
   * At the decoder's learning rate the discriminator wins before the decoder has learnt any shape,
   * and its gradients vanish.
   */
  private static final double DISCRIMINATOR_SLOWDOWN = 10;

  /** Checks the latent size. */
  public AutoencoderOptions {
    OptionChecks.atLeast(1, "latentSize", latentSize);
  }

  /**
   * As pytorch/examples' {@code vae}: 28×28 greyscale, one hidden layer of 400 units, 20 latents,
   * Bernoulli likelihood of grey values, Adam with learning rate 1e-3.
   */
  public static AutoencoderOptions defaults() {
    return new AutoencoderOptions(
        AutoencoderArchitecture.perceptrons(PictureShape.grey(28), 400),
        20,
        Bernoulli.ofGrey(),
        Adam.of(1e-3, 0.9));
  }

  /** Returns a copy with this architecture of encoder and decoder. */
  public AutoencoderOptions withArchitecture(AutoencoderArchitecture architecture) {
    return new AutoencoderOptions(architecture, latentSize, likelihood, optimizer);
  }

  /** Returns a copy with this dimension of the latents. */
  public AutoencoderOptions withLatentSize(int latentSize) {
    return new AutoencoderOptions(architecture, latentSize, likelihood, optimizer);
  }

  /** Returns a copy with this likelihood. */
  public AutoencoderOptions withLikelihood(Likelihood likelihood) {
    return new AutoencoderOptions(architecture, latentSize, likelihood, optimizer);
  }

  /** Returns a copy with this optimizer of encoder and decoder. */
  public AutoencoderOptions withOptimizer(Adam optimizer) {
    return new AutoencoderOptions(architecture, latentSize, likelihood, optimizer);
  }

  /**
   * The options of a model with custom networks: {@link AutoencoderArchitecture.Custom}, and the
   * latent size of the decoder.
   *
   * @throws IllegalArgumentException if the decoder's latents are not vectors
   */
  public AutoencoderOptions forNetworksOf(Decoder decoder) {
    Shape latent = decoder.code();
    if (latent.dimension() != 1) {
      throw new IllegalArgumentException(
          "Expected a decoder of latents (N, latent), but it takes (N) and " + latent);
    }
    return withArchitecture(new AutoencoderArchitecture.Custom())
        .withLatentSize(Math.toIntExact(latent.get(0)));
  }

  /** Creates an encoder of the architecture. */
  public Encoder encoder() {
    return new Encoder(architecture.example(), architecture.encoder(latentSize, 0), optimizer);
  }

  /** Creates an encoder of the architecture that is conditioned on a label. */
  public Encoder encoder(ClassLabels labels) {
    return new Encoder(
        architecture.example(),
        architecture.encoder(latentSize, labels.classes()),
        optimizer,
        ClassLabels.SHAPE);
  }

  /** Creates a decoder of the architecture. */
  public Decoder decoder() {
    return new Decoder(
        new Shape(latentSize),
        architecture.decoder(latentSize, likelihood.parametersPerValue(), 0),
        optimizer);
  }

  /** Creates a decoder of the architecture that is conditioned on a label. */
  public Decoder decoder(ClassLabels labels) {
    return new Decoder(
        new Shape(latentSize),
        architecture.decoder(latentSize, likelihood.parametersPerValue(), labels.classes()),
        optimizer,
        ClassLabels.SHAPE);
  }

  /** Creates a discriminator of the architecture, with two results: features and logits. */
  public Discriminator discriminator() {
    return new Discriminator(
        architecture.example(),
        architecture.discriminator(),
        optimizer
            .withLearningRate(optimizer.learningRate() / DISCRIMINATOR_SLOWDOWN)
            .withBeta1(ADVERSARIAL_BETA_1));
  }
}
