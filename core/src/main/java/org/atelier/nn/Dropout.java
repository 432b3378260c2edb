package org.atelier.nn;

import org.atelier.nn.internal.Checks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * In training, zeros a share of the input and scales the rest by 1/(1 − share) (Srivastava et al.,
 * 2014); in evaluation, the identity, unless {@link #alsoInEvaluation}. Random numbers are the
 * engine's.
 */
public final class Dropout extends Layer {
  private final double share;
  private final boolean channels;
  private final boolean always;

  private Dropout(double share, boolean channels, boolean always) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in [0, 1], but was " + share);
    }
    this.share = share;
    this.channels = channels;
    this.always = always;
  }

  /** Drops single values of any shape. */
  public static Dropout of(double share) {
    return new Dropout(share, false, false);
  }

  /** Drops whole channels of (N, C, …): PyTorch's Dropout2d (Tompson et al., arXiv:1411.4280). */
  public static Dropout ofChannels(double share) {
    return new Dropout(share, true, false);
  }

  /**
   * The same that drops in evaluation too: the noise of a model that is given no latents (pix2pix,
   * arXiv:1611.07004).
   */
  public Dropout alsoInEvaluation() {
    return new Dropout(share, channels, true);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    if (channels) {
      Checks.channels(x.shape());
    }
    // libtorch would give back the input itself for a share of 0, which nobody may overwrite.
    if (!(script.training() || always) || share == 0) {
      return x;
    }
    if (channels || share == 1) {
      String name = channels ? "torch.feature_dropout" : "torch.dropout";
      return script.fresh(x.shape(), name + "({0}, {1}, True)", x, share);
    }
    // libtorch's dropout draws in float64, which takes four times as long. 6 is float32: in
    // bfloat16 the share would have two digits.
    return script.fresh(
        x.shape(),
        "{0} * torch.ge(torch.rand_like({0}, dtype=6), {1}) * {2}",
        x,
        share,
        1 / (1 - share));
  }
}
