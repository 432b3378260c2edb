package org.atelier.nn;

import org.atelier.nn.internal.Checks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Dropout (Srivastava et al., JMLR 15, 2014): in training mode, sets each value to 0 with
 * probability {@code share} and multiplies the others by 1/(1 − share); in evaluation mode the
 * identity, unless {@link #alsoInEvaluation} is set. Input and output have the same shape. Random
 * numbers are drawn from the engine's generator.
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

  /**
   * Creates a dropout of single values of inputs of any shape.
   *
   * @param share the probability that a value is dropped, in [0, 1]
   */
  public static Dropout of(double share) {
    return new Dropout(share, false, false);
  }

  /**
   * Creates a dropout of whole channels of (N, C, …), as PyTorch's Dropout2d (Tompson et al.,
   * arXiv:1411.4280).
   *
   * @param share the probability that a channel is dropped, in [0, 1]
   */
  public static Dropout ofChannels(double share) {
    return new Dropout(share, true, false);
  }

  /**
   * Returns a copy that is active in evaluation mode too: the noise source of pix2pix, which has no
   * latents (arXiv:1611.07004).
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
    // For a share of 0, libtorch would return the input itself, which must not be overwritten.
    if (!(script.training() || always) || share == 0) {
      return x;
    }
    if (channels || share == 1) {
      String name = channels ? "torch.feature_dropout" : "torch.dropout";
      return script.fresh(x.shape(), name + "({0}, {1}, True)", x, share);
    }
    // libtorch's dropout draws in float64, which takes four times as long. 6 is float32: bfloat16
    // would round the share to two digits.
    return script.fresh(
        x.shape(),
        "{0} * torch.ge(torch.rand_like({0}, dtype=6), {1}) * {2}",
        x,
        share,
        1 / (1 - share));
  }
}
