package org.atelier.vae.vq;

import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;
import org.atelier.vae.Likelihood;
import org.atelier.vae.Normal;

/**
 * What a {@link VqVae} is built with.
 *
 * @param architecture of encoder and decoder
 * @param codes of the codebook
 * @param commitment β, the weight of the encoder's distance from the codes
 * @param likelihood what the decoder's numbers say of an example
 * @param learningRate of Adam, for the networks of the architecture
 */
public record VqVaeOptions(
    VqArchitecture architecture,
    Codes codes,
    double commitment,
    Likelihood likelihood,
    double learningRate) {
  /** Checks the numbers. */
  public VqVaeOptions {
    OptionChecks.notNegative("commitment", commitment);
    OptionChecks.positive("learningRate", learningRate);
  }

  /**
   * 28×28 grey, 128 filters, codes of 4×4 pixels, β 0.25, Adam 2e-4; the squared error counts
   * twice, by a normal likelihood of deviation ½.
   */
  public static VqVaeOptions defaults() {
    return new VqVaeOptions(
        new VqArchitecture.Residuals(PictureShape.grey(28), 128, 2),
        Codes.defaults(),
        0.25,
        Normal.of(0.5),
        2e-4);
  }

  /** The same of these networks. */
  public VqVaeOptions withArchitecture(VqArchitecture architecture) {
    return new VqVaeOptions(architecture, codes, commitment, likelihood, learningRate);
  }

  /** The same with these codes. */
  public VqVaeOptions withCodes(Codes codes) {
    return new VqVaeOptions(architecture, codes, commitment, likelihood, learningRate);
  }

  /** The same with this β. */
  public VqVaeOptions withCommitment(double commitment) {
    return new VqVaeOptions(architecture, codes, commitment, likelihood, learningRate);
  }

  /** The same with this likelihood. */
  public VqVaeOptions withLikelihood(Likelihood likelihood) {
    return new VqVaeOptions(architecture, codes, commitment, likelihood, learningRate);
  }

  /** The same with this learning rate. */
  public VqVaeOptions withLearningRate(double learningRate) {
    return new VqVaeOptions(architecture, codes, commitment, likelihood, learningRate);
  }
}
