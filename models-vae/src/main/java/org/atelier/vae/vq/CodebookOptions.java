package org.atelier.vae.vq;

import org.atelier.options.OptionChecks;

/**
 * The options of the codebook of a {@link VqVae}.
 *
 * @param codes K, the number of codes, at least 2
 * @param dimension D, the dimension of a code
 * @param decay γ, the decay rate of the moving averages, in [0, 1)
 * @param deadThreshold a code is dead if it is chosen less often than this fraction of the average
 *     code, and is re-initialised by an output of the encoder; in [0, 1), 0 for never
 */
public record CodebookOptions(int codes, int dimension, double decay, double deadThreshold) {
  /** Checks the numbers. */
  public CodebookOptions {
    OptionChecks.atLeast(2, "codes", codes);
    OptionChecks.atLeast(1, "dimension", dimension);
    OptionChecks.share("decay", decay);
    OptionChecks.share("deadThreshold", deadThreshold);
  }

  /** As in the paper, 512 codes of dimension 64, γ = 0.99; dead below 0.05 of the average. */
  public static CodebookOptions defaults() {
    return new CodebookOptions(512, 64, 0.99, 0.05);
  }

  /** Returns a copy with this number of codes. */
  public CodebookOptions withCodes(int codes) {
    return new CodebookOptions(codes, dimension, decay, deadThreshold);
  }

  /** Returns a copy with this dimension of the codes. */
  public CodebookOptions withDimension(int dimension) {
    return new CodebookOptions(codes, dimension, decay, deadThreshold);
  }

  /** Returns a copy with this decay rate of the moving averages. */
  public CodebookOptions withDecay(double decay) {
    return new CodebookOptions(codes, dimension, decay, deadThreshold);
  }

  /** Returns a copy with this threshold of dead codes. */
  public CodebookOptions withDeadThreshold(double deadThreshold) {
    return new CodebookOptions(codes, dimension, decay, deadThreshold);
  }
}
