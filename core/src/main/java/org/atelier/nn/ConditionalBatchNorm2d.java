package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.internal.NormChecks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/**
 * Conditional batch normalisation, with a gain and a bias for every class (de Vries et al.,
 * arXiv:1707.00683; for GANs Miyato and Koyama, arXiv:1802.05637): inputs (N, C, H, W) and labels
 * (N), int64 in [0, classes), to (N, C, H, W), normalised·gain[label] + bias[label].
 *
 * <p>The gain (initially 1) and the bias (initially 0) are (classes, C); in mixed precision they
 * and the output are float32. Running statistics are those of {@link BatchNorm2d}.
 */
public final class ConditionalBatchNorm2d extends Layer {
  private final int classes;
  private final double epsilon;
  private final double momentum;
  private final Parameter gain;
  private final Parameter bias;
  private final Parameter mean;
  private final Parameter variance;

  private ConditionalBatchNorm2d(int classes, double epsilon, double momentum) {
    this.classes = OptionChecks.atLeast(1, "classes", classes);
    this.epsilon = NormChecks.epsilon(epsilon);
    this.momentum = NormChecks.momentum(momentum);
    gain = parameter("gain", Parameter.Type.GAMMA, Initialiser.constant(1));
    bias = parameter("bias", Parameter.Type.BETA, Initialiser.constant(0));
    mean = buffer("running_mean", Parameter.Type.RUNNING_MEAN, Initialiser.constant(0));
    variance = buffer("running_var", Parameter.Type.RUNNING_VAR, Initialiser.constant(1));
  }

  /**
   * Creates a conditional batch norm for this number of classes, at least 1, with ε = 1e-5 and
   * momentum 0.1.
   */
  public static ConditionalBatchNorm2d of(int classes) {
    return new ConditionalBatchNorm2d(classes, 1e-5, 0.1);
  }

  /** Returns a copy with this ε, added to the variance; positive. */
  public ConditionalBatchNorm2d withEpsilon(double epsilon) {
    return new ConditionalBatchNorm2d(classes, epsilon, momentum);
  }

  /**
   * Returns a copy with this momentum, the weight of the current batch in the running statistics;
   * in [0, 1].
   */
  public ConditionalBatchNorm2d withMomentum(double momentum) {
    return new ConditionalBatchNorm2d(classes, epsilon, momentum);
  }

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected void prepare(Shape[] inputs) {
    long channels = Checks.pictureChannels(inputs[0]);
    gain.setShape(new Shape(classes, channels));
    bias.setShape(new Shape(classes, channels));
    mean.setShape(new Shape(channels));
    variance.setShape(new Shape(channels));
  }

  @Override
  protected Values write(Script script, Values in) {
    long channels = mean.getShape().get(0);
    Value x = in.get(0, 2).expectPicture(channels);
    Value labels = in.get(1, 2).expectLabels();
    if (!labels.shape().equals(new Shape(x.size(0)))) {
      throw new IllegalArgumentException(
          "expected one label for each of " + x.size(0) + " pictures, but got " + labels.shape());
    }
    if (script.training()) {
      NormChecks.expectSeveralValues(x.shape().size() / channels, "a batch of more pictures");
    }
    Value normal =
        script.fresh(
            x.shape(),
            "torch.batch_norm({0}, None, None, {1}, {2}, {3}, {4}, {5}, False)",
            x,
            script.parameter(mean),
            script.parameter(variance),
            script.training(),
            momentum,
            epsilon);
    Value scaled =
        script.line(
            x.shape(), "torch.mul({0}, {1})", normal, chosen(script, gain, labels, channels));
    return script.fresh(
        x.shape(), "torch.add({0}, {1})", scaled, chosen(script, bias, labels, channels));
  }

  /** Looks up the rows of {@code table} at the labels, as (N, C, 1, 1). */
  private static Value chosen(Script script, Parameter table, Value labels, long channels) {
    return script.line(
        new Shape(labels.size(0), channels, 1, 1),
        "torch.reshape(torch.embedding({0}, {1}), [-1, {2}, 1, 1])",
        script.parameter(table),
        labels,
        channels);
  }
}
