package org.atelier.optim;

import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * AdamW (Loshchilov and Hutter, arXiv:1711.05101): Adam whose weight decay shrinks the parameters
 * directly, p ← p − lr·decay·p, beside the gradient's step.
 *
 * @param learningRate the step size, before the schedule
 * @param beta1 the gradient average's memory
 * @param beta2 the squared gradient average's memory
 * @param epsilon added to the denominator
 * @param weightDecay share of a parameter that a step of size 1 removes
 * @param schedule of the learning rate
 */
public record AdamW(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    Schedule schedule)
    implements Optimizer {
  /** Checks every number. */
  public AdamW {
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
    OptionChecks.share("beta2", beta2);
    OptionChecks.notNegative("epsilon", epsilon);
    OptionChecks.notNegative("weightDecay", weightDecay);
  }

  /** The usual β₂ = 0.999, ε = 1e-8, weight decay 0.01, a constant learning rate. */
  public static AdamW of(double learningRate, double beta1) {
    return new AdamW(learningRate, beta1, 0.999, 1e-8, 0.01, Schedule.constant());
  }

  /** The same with this β₂. */
  public AdamW withBeta2(double beta2) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** The same with this weight decay. */
  public AdamW withWeightDecay(double weightDecay) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, schedule);
  }

  /** The same with this schedule. */
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
