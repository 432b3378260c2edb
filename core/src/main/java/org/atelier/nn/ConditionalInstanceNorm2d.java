package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Optional;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.internal.InstanceNormalisation;
import org.atelier.nn.internal.NormChecks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;
import org.atelier.options.OptionChecks;

/**
 * Conditional instance normalisation (Dumoulin et al., arXiv:1610.07629): a network of several
 * styles that share all but a gain and a bias for each channel. Inputs (N, C, H, W) and the shares
 * of the styles (N or 1, styles), float32, to (N, C, H, W):
 *
 * <pre>
 * (Σ_s share_s · gain_s) · (x − μ(x)) / σ(x) + Σ_s share_s · bias_s
 * </pre>
 *
 * <p>Shares are 1 for one style and 0 for the others, or any of sum 1 to blend them. The gain
 * (initially 1) and the bias (initially 0) are (styles, C).
 */
public final class ConditionalInstanceNorm2d extends Layer {
  private final int styles;
  private final double epsilon;
  private final Parameter gain;
  private final Parameter bias;

  private ConditionalInstanceNorm2d(int styles, double epsilon) {
    this.styles = OptionChecks.atLeast(1, "styles", styles);
    this.epsilon = NormChecks.epsilon(epsilon);
    gain = parameter("gain", Parameter.Type.GAMMA, Initialiser.constant(1));
    bias = parameter("bias", Parameter.Type.BETA, Initialiser.constant(0));
  }

  /** Creates a norm for this number of styles, at least 1, with ε = 1e-5. */
  public static ConditionalInstanceNorm2d of(int styles) {
    return new ConditionalInstanceNorm2d(styles, 1e-5);
  }

  /** Returns a copy with this ε, added to the variance; positive. */
  public ConditionalInstanceNorm2d withEpsilon(double epsilon) {
    return new ConditionalInstanceNorm2d(styles, epsilon);
  }

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected void prepare(Shape[] inputs) {
    long channels = Checks.pictureChannels(inputs[0]);
    gain.setShape(new Shape(styles, channels));
    bias.setShape(new Shape(styles, channels));
  }

  /** Returns true, as {@link InstanceNorm2d} does. */
  @Override
  protected boolean prefersContiguous() {
    return true;
  }

  @Override
  protected Optional<Window> window() {
    return Optional.of(Window.EVERYTHING);
  }

  @Override
  protected Values write(Script script, Values in) {
    long channels = gain.getShape().get(1);
    Value x = in.get(0, 2).expectPicture(channels);
    Value shares = in.get(1, 2);
    if (shares.shape().dimension() != 2
        || shares.size(1) != styles
        || shares.size(0) != 1 && shares.size(0) != x.size(0)) {
      throw new IllegalArgumentException(
          "expected the shares of %s styles for each of %s pictures, but got %s"
              .formatted(styles, x.size(0), shares.shape()));
    }
    Value normal = InstanceNormalisation.of(script, x, null, null, epsilon);
    Value scaled =
        script.line(
            x.shape(), "torch.mul({0}, {1})", normal, blended(script, gain, shares, channels));
    return script.fresh(
        x.shape(), "torch.add({0}, {1})", scaled, blended(script, bias, shares, channels));
  }

  /** Σ share · row of a table, as (N or 1, C, 1, 1). */
  private static Value blended(Script script, Parameter table, Value shares, long channels) {
    return script.line(
        new Shape(shares.size(0), channels, 1, 1),
        "torch.reshape(torch.matmul({0}, {1}), [-1, {2}, 1, 1])",
        shares,
        script.parameter(table),
        channels);
  }
}
