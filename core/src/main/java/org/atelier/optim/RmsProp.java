package org.atelier.optim;

import java.util.ArrayList;
import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * RMSProp (Tieleman and Hinton, 2012) as PyTorch computes it:
 *
 * <pre>
 * v ← αv + (1 − α)g²,   u = g / (√v + ε),   p ← p − lr · u
 * </pre>
 *
 * <p>If centred, √v is replaced by √(v − ḡ²) with ḡ ← αḡ + (1 − α)g. With a momentum μ, b ← μb + u
 * and p ← p − lr · b. Weight decay is L2 regularisation: it is added to the gradient.
 *
 * @param learningRate lr before the schedule, positive
 * @param alpha α, the decay rate of the averages, in [0, 1)
 * @param epsilon ε, added to the denominator, at least 0
 * @param momentum μ, in [0, 1); 0 for none
 * @param centered whether the variance of the gradient replaces its second moment
 * @param weightDecay L2 factor, 0 for none
 * @param schedule factor of the learning rate over the steps
 */
public record RmsProp(
    double learningRate,
    double alpha,
    double epsilon,
    double momentum,
    boolean centered,
    double weightDecay,
    Schedule schedule)
    implements Optimizer {
  /** Checks the range of every component. */
  public RmsProp {
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("alpha", alpha);
    OptionChecks.notNegative("epsilon", epsilon);
    OptionChecks.share("momentum", momentum);
    OptionChecks.notNegative("weightDecay", weightDecay);
  }

  /**
   * Creates an optimizer with PyTorch's defaults: α = 0.99, ε = 1e-8, no momentum, not centred, a
   * constant learning rate.
   */
  public static RmsProp of(double learningRate) {
    return new RmsProp(learningRate, 0.99, 1e-8, 0, false, 0, Schedule.constant());
  }

  /** Returns a copy with this learning rate, before the schedule; positive. */
  public RmsProp withLearningRate(double learningRate) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, centered, weightDecay, schedule);
  }

  /** Returns a copy with this α, in [0, 1). */
  public RmsProp withAlpha(double alpha) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, centered, weightDecay, schedule);
  }

  /** Returns a copy with this ε, at least 0. */
  public RmsProp withEpsilon(double epsilon) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, centered, weightDecay, schedule);
  }

  /** Returns a copy with this momentum, in [0, 1). */
  public RmsProp withMomentum(double momentum) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, centered, weightDecay, schedule);
  }

  /**
   * Returns a copy that divides by the gradient's standard deviation (true) or by its root mean
   * square (false).
   */
  public RmsProp withCentered(boolean centered) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, centered, weightDecay, schedule);
  }

  /** Returns a copy with this L2 factor, at least 0. */
  public RmsProp withWeightDecay(double weightDecay) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, centered, weightDecay, schedule);
  }

  /** Returns a copy with this schedule of the learning rate. */
  public RmsProp withSchedule(Schedule schedule) {
    return new RmsProp(learningRate, alpha, epsilon, momentum, centered, weightDecay, schedule);
  }

  @Override
  public List<String> slots() {
    var slots = new ArrayList<String>();
    slots.add("square_avg");
    if (centered) {
      slots.add("grad_avg");
    }
    if (momentum > 0) {
      slots.add("momentum_buffer");
    }
    return List.copyOf(slots);
  }

  @Override
  public String update() {
    String variance = "square_avg";
    var text = new StringBuilder();
    if (weightDecay > 0) {
      text.append("    g = torch._foreach_add(g, p, alpha=DECAY)\n");
    }
    text.append("    torch._foreach_mul_(square_avg, ALPHA)\n");
    text.append("    torch._foreach_addcmul_(square_avg, g, g, REST)\n");
    if (centered) {
      text.append("    torch._foreach_lerp_(grad_avg, g, REST)\n");
      variance = "torch._foreach_addcmul(square_avg, grad_avg, grad_avg, -1)";
    }
    text.append("    below = torch._foreach_add(torch._foreach_sqrt(VARIANCE), EPSILON)\n");
    if (momentum > 0) {
      text.append("    torch._foreach_mul_(momentum_buffer, MOMENTUM)\n");
      text.append("    torch._foreach_addcdiv_(momentum_buffer, g, below, 1)\n");
      text.append("    torch._foreach_add_(p, momentum_buffer, alpha=-lr)\n");
    } else {
      text.append("    torch._foreach_addcdiv_(p, g, below, -lr)\n");
    }
    return text.toString()
        .replace("VARIANCE", variance)
        .replace("ALPHA", Double.toString(alpha))
        .replace("REST", Double.toString(1 - alpha))
        .replace("EPSILON", Double.toString(epsilon))
        .replace("MOMENTUM", Double.toString(momentum))
        .replace("DECAY", Double.toString(weightDecay));
  }
}
