package org.atelier.vae.vq;

import org.atelier.options.OptionChecks;

/**
 * A codebook's numbers.
 *
 * @param count K, how many codes there are, at least 2
 * @param size D, the values of each
 * @param decay γ, the memory of the moving averages, in [0, 1)
 * @param deadShare a code that is chosen less often than this share of the average is dead, and
 *     becomes one of the encoder's results; in [0, 1), 0 for never
 */
public record Codes(int count, int size, double decay, double deadShare) {
  /** Checks every number. */
  public Codes {
    OptionChecks.atLeast(2, "count", count);
    OptionChecks.atLeast(1, "size", size);
    OptionChecks.share("decay", decay);
    OptionChecks.share("deadShare", deadShare);
  }

  /** As the paper: 512 codes of 64 values, γ 0.99; dead below a twentieth of the average. */
  public static Codes defaults() {
    return new Codes(512, 64, 0.99, 0.05);
  }

  /** The same with so many codes. */
  public Codes withCount(int count) {
    return new Codes(count, size, decay, deadShare);
  }

  /** The same with codes of so many values. */
  public Codes withSize(int size) {
    return new Codes(count, size, decay, deadShare);
  }

  /** The same with this memory. */
  public Codes withDecay(double decay) {
    return new Codes(count, size, decay, deadShare);
  }

  /** The same with codes dead below this share. */
  public Codes withDeadShare(double deadShare) {
    return new Codes(count, size, decay, deadShare);
  }
}
