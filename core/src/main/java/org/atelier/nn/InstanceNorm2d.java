package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Optional;
import java.util.stream.Stream;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.internal.InstanceNormalisation;
import org.atelier.nn.internal.NormChecks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;
import org.jspecify.annotations.Nullable;

/**
 * Instance normalisation (Ulyanov et al., arXiv:1607.08022): normalises each channel of each
 * picture over (H, W). Inputs and outputs are (N, C, H, W).
 *
 * <p>By default it has no parameters and is the same in training and evaluation mode. With
 * {@linkplain #withRunningStatistics running statistics}, which are updated as those of {@link
 * BatchNorm2d}, evaluation mode normalises by them. Without, it may normalise by the statistics of
 * another picture: see {@link InstanceStatistics}.
 */
public final class InstanceNorm2d extends Layer {
  private final double epsilon;
  private final double momentum;
  private final boolean affine;
  private final Statistics statistics;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;
  private final @Nullable Parameter mean;
  private final @Nullable Parameter variance;

  private enum Statistics {
    NONE,
    RECORDED,
    USED
  }

  private InstanceNorm2d(double epsilon, double momentum, boolean affine, Statistics statistics) {
    this.epsilon = NormChecks.epsilon(epsilon);
    this.momentum = NormChecks.momentum(momentum);
    this.affine = affine;
    this.statistics = statistics;
    boolean tracking = statistics != Statistics.NONE;
    weight = affine ? parameter("weight", Parameter.Type.GAMMA, Initialiser.constant(1)) : null;
    bias = affine ? parameter("bias", Parameter.Type.BETA, Initialiser.constant(0)) : null;
    mean = tracking ? statistic("running_mean", Parameter.Type.RUNNING_MEAN, 0) : null;
    variance = tracking ? statistic("running_var", Parameter.Type.RUNNING_VAR, 1) : null;
  }

  private Parameter statistic(String name, Parameter.Type type, float initial) {
    Initialiser initialiser = Initialiser.constant(initial);
    return statistics == Statistics.USED
        ? buffer(name, type, initialiser)
        : unusedBuffer(name, type, initialiser);
  }

  /** Creates an instance norm without parameters and running statistics, with ε = 1e-5. */
  public static InstanceNorm2d of() {
    return new InstanceNorm2d(1e-5, 0.1, false, Statistics.NONE);
  }

  /** Returns a copy with a learnt gain and bias for each channel. */
  public InstanceNorm2d withAffine() {
    return new InstanceNorm2d(epsilon, momentum, true, statistics);
  }

  /** Returns a copy with running statistics, by which evaluation mode normalises. */
  public InstanceNorm2d withRunningStatistics() {
    return new InstanceNorm2d(epsilon, momentum, affine, Statistics.USED);
  }

  /**
   * Returns a copy with running statistics that are updated and saved but never used, for
   * compatibility with the checkpoints of reference implementations that always run in training
   * mode (StarGAN).
   */
  public InstanceNorm2d withRecordedStatistics() {
    return new InstanceNorm2d(epsilon, momentum, affine, Statistics.RECORDED);
  }

  /** Returns a copy with this ε, added to the variance; positive. */
  public InstanceNorm2d withEpsilon(double epsilon) {
    return new InstanceNorm2d(epsilon, momentum, affine, statistics);
  }

  /**
   * Returns a copy with this momentum, the weight of the current batch in the running statistics;
   * in [0, 1].
   */
  public InstanceNorm2d withMomentum(double momentum) {
    return new InstanceNorm2d(epsilon, momentum, affine, statistics);
  }

  @Override
  protected void prepare(Shape[] inputs) {
    var channels = new Shape(Checks.pictureChannels(inputs[0]));
    Stream.of(weight, bias, mean, variance).forEach(p -> Checks.setShape(p, channels));
  }

  /** Returns true: libtorch's result is NCHW-contiguous for inputs of any format. */
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
    Parameter any = weight != null ? weight : mean;
    Value x = in.only().expectPicture(any == null ? -1 : any.getShape().get(0));
    boolean ofInput = script.training() || statistics != Statistics.USED;
    // libtorch updates the running statistics that it is given.
    boolean tracked = script.training() || statistics == Statistics.USED;
    Value gain = weight == null ? null : script.parameter(weight);
    Value shift = bias == null ? null : script.parameter(bias);
    if (ofInput && !script.training()) {
      return InstanceNormalisation.of(script, x, gain, shift, epsilon);
    }
    if (ofInput) {
      NormChecks.expectSeveralValues(x.size(2) * x.size(3), "larger pictures");
    }
    return InstanceNormalisation.tracking(
        script,
        x,
        gain,
        shift,
        mean == null || !tracked ? null : script.parameter(mean),
        variance == null || !tracked ? null : script.parameter(variance),
        ofInput,
        momentum,
        epsilon);
  }
}
