package org.atelier.optim;

import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * Adam (Kingma and Ba, arXiv:1412.6980): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², p ← p − lr · m̂ /
 * (√v̂ + ε). Weight decay is L2 regularisation: it is added to the gradient.
 *
 * @param learningRate lr before the schedule, positive
 * @param beta1 β₁, the decay rate of the first moment, in [0, 1)
 * @param beta2 β₂, the decay rate of the second moment, in [0, 1)
 * @param epsilon ε, added to the denominator, at least 0
 * @param weightDecay L2 factor, 0 for none
 * @param schedule factor of the learning rate over the steps
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    Schedule schedule)
    implements Optimizer {
  /** Checks the range of every component. */
  public Adam {
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
    OptionChecks.share("beta2", beta2);
    OptionChecks.notNegative("epsilon", epsilon);
    OptionChecks.notNegative("weightDecay", weightDecay);
  }

  /**
   * Creates an optimizer with β₂ = 0.999, ε = 1e-8, no weight decay and a constant learning rate.
   */
  public static Adam of(double learningRate, double beta1) {
    return new Adam(learningRate, beta1, 0.999, 1e-8, 0, Schedule.constant());
  }

  /** Returns a copy with this learning rate, before the schedule; positive. */
  public Adam withLearningRate(double learningRate) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this β₁, in [0, 1). */
  public Adam withBeta1(double beta1) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this β₂, in [0, 1). */
  public Adam withBeta2(double beta2) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this ε, at least 0. */
  public Adam withEpsilon(double epsilon) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this L2 factor, at least 0. */
  public Adam withWeightDecay(double weightDecay) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this schedule of the learning rate. */
  public Adam withSchedule(Schedule schedule) {
    return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  @Override
  public List<String> slots() {
    return List.of("step", "exp_avg", "exp_avg_sq");
  }

  @Override
  public String update() {
    return fused("_fused_adam_", beta1, beta2, epsilon, weightDecay);
  }

  /**
   * The update of Adam or AdamW, which differ in libtorch's function only. The step count is an
   * array, since a number would be converted once for each parameter.
   */
  static String fused(
      String function, double beta1, double beta2, double epsilon, double weightDecay) {
    return """
        torch._foreach_add_(step, torch.ones_like(step[0]))
        torch.FUNCTION(p, g, exp_avg, exp_avg_sq, [], step, lr=lr, beta1=BETA1, beta2=BETA2, \
    weight_decay=DECAY, eps=EPSILON, amsgrad=False, maximize=False)
    """
        .replace("FUNCTION", function)
        .replace("BETA1", Double.toString(beta1))
        .replace("BETA2", Double.toString(beta2))
        .replace("DECAY", Double.toString(weightDecay))
        .replace("EPSILON", Double.toString(epsilon));
  }
}
