package org.atelier.optim;

import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * AdamW (Loshchilov and Hutter, arXiv:1711.05101): Adam with decoupled weight decay, p ← p −
 * lr·decay·p.
 *
 * @param learningRate lr before the schedule, positive
 * @param beta1 β₁, the decay rate of the first moment, in [0, 1)
 * @param beta2 β₂, the decay rate of the second moment, in [0, 1)
 * @param epsilon ε, added to the denominator, at least 0
 * @param weightDecay decay in the formula, at least 0
 * @param schedule factor of the learning rate over the steps
 */
public record AdamW(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    Schedule schedule)
    implements Optimizer {
  /** Checks the range of every component. */
  public AdamW {
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
    OptionChecks.share("beta2", beta2);
    OptionChecks.notNegative("epsilon", epsilon);
    OptionChecks.notNegative("weightDecay", weightDecay);
  }

  /**
   * Creates an optimizer with β₂ = 0.999, ε = 1e-8, weight decay 0.01 and a constant learning rate.
   */
  public static AdamW of(double learningRate, double beta1) {
    return new AdamW(learningRate, beta1, 0.999, 1e-8, 0.01, Schedule.constant());
  }

  /** Returns a copy with this learning rate, before the schedule; positive. */
  public AdamW withLearningRate(double learningRate) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this β₁, in [0, 1). */
  public AdamW withBeta1(double beta1) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this β₂, in [0, 1). */
  public AdamW withBeta2(double beta2) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this ε, at least 0. */
  public AdamW withEpsilon(double epsilon) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this decoupled weight decay, at least 0. */
  public AdamW withWeightDecay(double weightDecay) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** Returns a copy with this schedule of the learning rate. */
  public AdamW withSchedule(Schedule schedule) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  @Override
  public List<String> slots() {
    return List.of("step", "exp_avg", "exp_avg_sq");
  }

  @Override
  public String update() {
    return Adam.fused("_fused_adamw_", beta1, beta2, epsilon, weightDecay);
  }
}
