package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.internal.NormChecks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Batch normalisation (Ioffe and Szegedy, arXiv:1502.03167): normalises each channel over (N, H,
 * W). Inputs are (N, C, H, W) or (N, C); the output has the same shape.
 *
 * <p>As in PyTorch, the momentum is the weight of the current batch in the running statistics, and
 * the running variance averages the unbiased batch variance. (PyTorch's {@code
 * num_batches_tracked}, used only without a momentum, is not kept.) In mixed precision, statistics
 * and affine parameters are float32.
 */
public final class BatchNorm2d extends Layer {
  private final double epsilon;
  private final double momentum;
  private final boolean exact;
  private final boolean byPicture;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter mean;
  private final Parameter variance;

  private BatchNorm2d(double epsilon, double momentum, boolean exact, boolean byPicture) {
    this.epsilon = NormChecks.epsilon(epsilon);
    this.momentum = NormChecks.momentum(momentum);
    this.exact = exact;
    this.byPicture = byPicture;
    weight = parameter("weight", Parameter.Type.GAMMA, Initialiser.constant(1));
    bias = parameter("bias", Parameter.Type.BETA, Initialiser.constant(0));
    mean = statistic("running_mean", Parameter.Type.RUNNING_MEAN, 0);
    variance = statistic("running_var", Parameter.Type.RUNNING_VAR, 1);
  }

  private Parameter statistic(String name, Parameter.Type type, float initial) {
    Initialiser initialiser = Initialiser.constant(initial);
    return byPicture ? unusedBuffer(name, type, initialiser) : buffer(name, type, initialiser);
  }

  /** Creates a batch norm with gain and bias for each channel, ε = 1e-5 and momentum 0.1. */
  public static BatchNorm2d of() {
    return new BatchNorm2d(1e-5, 0.1, false, false);
  }

  /** Returns a copy with this ε, added to the variance; positive. */
  public BatchNorm2d withEpsilon(double epsilon) {
    return new BatchNorm2d(epsilon, momentum, exact, byPicture);
  }

  /**
   * Returns a copy with this momentum, the weight of the current batch in the running statistics;
   * in [0, 1].
   */
  public BatchNorm2d withMomentum(double momentum) {
    return new BatchNorm2d(epsilon, momentum, exact, byPicture);
  }

  /**
   * Returns a copy that casts its input to float32 in mixed precision: bfloat16 is inaccurate where
   * a channel's mean is much larger than its standard deviation.
   */
  public BatchNorm2d inFloat32() {
    return new BatchNorm2d(epsilon, momentum, true, byPicture);
  }

  /**
   * Returns a copy that normalises in evaluation mode by each picture's own statistics, as in
   * training mode with a batch of one picture: the test procedure of pix2pix (arXiv:1611.07004,
   * section 3.3). Running statistics are still updated and saved in checkpoints.
   */
  public BatchNorm2d withPictureStatistics() {
    return new BatchNorm2d(epsilon, momentum, exact, true);
  }

  @Override
  protected void prepare(Shape[] inputs) {
    var channels = new Shape(Checks.channels(inputs[0]));
    for (Parameter parameter : new Parameter[] {weight, bias, mean, variance}) {
      parameter.setShape(channels);
    }
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    long channels = weight.getShape().get(0);
    if (x.shape().dimension() == 2 && x.size(1) != channels) {
      throw new IllegalArgumentException(
          "expected " + channels + " features, but got " + x.size(1));
    } else if (x.shape().dimension() != 2) {
      x.expectPicture(channels);
    }
    if (script.training()) {
      NormChecks.expectSeveralValues(x.shape().size() / channels, "a batch of more pictures");
    } else if (byPicture) {
      return ofEachPicture(script, x.expectPicture(channels));
    }
    return script.fresh(
        x.shape(),
        "torch.batch_norm({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, False)",
        exact ? script.float32(x) : x,
        script.parameter(weight),
        script.parameter(bias),
        script.parameter(mean),
        script.parameter(variance),
        script.training(),
        momentum,
        epsilon);
  }

  private Values ofEachPicture(Script script, Value x) {
    NormChecks.expectSeveralValues(x.size(2) * x.size(3), "larger pictures");
    return script.fresh(
        x.shape(),
        "torch.instance_norm({0}, {1}, {2}, None, None, True, {3}, {4}, False)",
        exact ? script.float32(x) : x,
        script.parameter(weight),
        script.parameter(bias),
        momentum,
        epsilon);
  }
}
