package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.stream.Stream;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.internal.NormChecks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.jspecify.annotations.Nullable;

/**
 * Normalisation over (H, W) of each channel of each picture (Ulyanov et al., arXiv:1607.08022); (N,
 * C, H, W) to the same.
 *
 * <p>Plain, it has no parameters and runs alike in training and evaluation. With running
 * statistics, evaluation uses those, unless they are only recorded; they are kept as {@link
 * BatchNorm2d} keeps them.
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
    mean =
        tracking
            ? buffer("running_mean", Parameter.Type.RUNNING_MEAN, Initialiser.constant(0))
            : null;
    variance =
        tracking
            ? buffer("running_var", Parameter.Type.RUNNING_VAR, Initialiser.constant(1))
            : null;
  }

  /** Without parameters and running statistics; epsilon 1e-5. */
  public static InstanceNorm2d of() {
    return new InstanceNorm2d(1e-5, 0.1, false, Statistics.NONE);
  }

  /** The same with a learnt gain and bias for each channel. */
  public InstanceNorm2d withAffine() {
    return new InstanceNorm2d(epsilon, momentum, true, statistics);
  }

  /** The same with running statistics, which evaluation uses. */
  public InstanceNorm2d withRunningStatistics() {
    return new InstanceNorm2d(epsilon, momentum, affine, Statistics.USED);
  }

  /**
   * The same with running statistics that are kept and never used, for models whose reference is
   * always run in training mode (StarGAN) and whose checkpoints have them.
   */
  public InstanceNorm2d withRecordedStatistics() {
    return new InstanceNorm2d(epsilon, momentum, affine, Statistics.RECORDED);
  }

  /** The same with this addition to the variance. */
  public InstanceNorm2d withEpsilon(double epsilon) {
    return new InstanceNorm2d(epsilon, momentum, affine, statistics);
  }

  /** The same with this share of the new batch in the running statistics. */
  public InstanceNorm2d withMomentum(double momentum) {
    return new InstanceNorm2d(epsilon, momentum, affine, statistics);
  }

  @Override
  protected void prepare(Shape[] inputs) {
    var channels = new Shape(Checks.pictureChannels(inputs[0]));
    Stream.of(weight, bias, mean, variance).forEach(p -> Checks.setShape(p, channels));
  }

  /** libtorch's result is NCHW-contiguous whatever its input. */
  @Override
  protected boolean prefersContiguous() {
    return true;
  }

  @Override
  protected Values write(Script script, Values in) {
    Parameter any = weight != null ? weight : mean;
    Value x = in.only().expectPicture(any == null ? -1 : any.getShape().get(0));
    boolean ofInput = script.training() || statistics != Statistics.USED;
    // Where they are at hand, libtorch changes them.
    boolean tracked = script.training() || statistics == Statistics.USED;
    if (ofInput) {
      NormChecks.expectSeveralValues(x.size(2) * x.size(3), "larger pictures");
    }
    // Flattened and back, which costs nothing, so that the gradient arrives contiguous: libtorch
    // 2.7 gives a wrong derivative for a single picture whose gradient is channels last.
    // Not fresh: the result is a view, and overwriting a view costs more than it saves.
    return script.contiguous(
        x.shape(),
        "torch.view_as(torch.flatten("
            + "torch.instance_norm({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, False), 1), {0})",
        x,
        weight == null ? null : script.parameter(weight),
        bias == null ? null : script.parameter(bias),
        mean == null || !tracked ? null : script.parameter(mean),
        variance == null || !tracked ? null : script.parameter(variance),
        ofInput,
        momentum,
        epsilon);
  }
}
