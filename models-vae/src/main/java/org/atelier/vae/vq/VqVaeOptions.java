package org.atelier.vae.vq;

import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;
import org.atelier.vae.Likelihood;
import org.atelier.vae.Normal;

/**
 * The options of a {@link VqVae}.
 *
 * @param architecture of encoder and decoder
 * @param codebook size and updates of the codebook
 * @param commitment β, the weight of the commitment loss
 * @param likelihood p(x | z), whose parameters the decoder outputs
 * @param optimizer of encoder and decoder
 */
public record VqVaeOptions(
    VqArchitecture architecture,
    CodebookOptions codebook,
    double commitment,
    Likelihood likelihood,
    Adam optimizer) {
  /** Checks β. */
  public VqVaeOptions {
    OptionChecks.notNegative("commitment", commitment);
  }

  /**
   * 28×28 greyscale, 128 filters, a code for 4×4 pixels, β = 0.25, Adam with learning rate 2e-4; a
   * normal likelihood with σ = ½, by which the squared error counts twice.
   */
  public static VqVaeOptions defaults() {
    return new VqVaeOptions(
        new VqArchitecture.Residuals(PictureShape.grey(28), 128, 2),
        CodebookOptions.defaults(),
        0.25,
        Normal.of(0.5),
        Adam.of(2e-4, 0.9));
  }

  /** Returns a copy with this architecture of encoder and decoder. */
  public VqVaeOptions withArchitecture(VqArchitecture architecture) {
    return new VqVaeOptions(architecture, codebook, commitment, likelihood, optimizer);
  }

  /** Returns a copy with these options of the codebook. */
  public VqVaeOptions withCodebook(CodebookOptions codebook) {
    return new VqVaeOptions(architecture, codebook, commitment, likelihood, optimizer);
  }

  /** Returns a copy with this weight of the commitment loss. */
  public VqVaeOptions withCommitment(double commitment) {
    return new VqVaeOptions(architecture, codebook, commitment, likelihood, optimizer);
  }

  /** Returns a copy with this likelihood. */
  public VqVaeOptions withLikelihood(Likelihood likelihood) {
    return new VqVaeOptions(architecture, codebook, commitment, likelihood, optimizer);
  }

  /** Returns a copy with this optimizer of encoder and decoder. */
  public VqVaeOptions withOptimizer(Adam optimizer) {
    return new VqVaeOptions(architecture, codebook, commitment, likelihood, optimizer);
  }
}
