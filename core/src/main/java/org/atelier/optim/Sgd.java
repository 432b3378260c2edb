package org.atelier.optim;

import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * Stochastic gradient descent: b ← momentum·b + g, p ← p − lr·b, or with Nesterov momentum p ← p −
 * lr·(g + momentum·b). Weight decay is L2 regularisation.
 *
 * @param learningRate lr before the schedule, positive
 * @param momentum in [0, 1); 0 for none
 * @param nesterov whether momentum is Nesterov's; needs a momentum above 0
 * @param weightDecay L2 factor, 0 for none
 * @param schedule factor of the learning rate over the steps
 */
public record Sgd(
    double learningRate, double momentum, boolean nesterov, double weightDecay, Schedule schedule)
    implements Optimizer {
  /** Checks the range of every component. */
  public Sgd {
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("momentum", momentum);
    OptionChecks.notNegative("weightDecay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException(
          "nesterov needs a momentum above 0, but momentum was " + momentum);
    }
  }

  /** Creates plain SGD: no momentum, no weight decay, a constant learning rate. */
  public static Sgd of(double learningRate) {
    return new Sgd(learningRate, 0, false, 0, Schedule.constant());
  }

  /** Returns a copy with this learning rate, before the schedule; positive. */
  public Sgd withLearningRate(double learningRate) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay, schedule);
  }

  /** Returns a copy with this momentum, in [0, 1). */
  public Sgd withMomentum(double momentum) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay, schedule);
  }

  /** Returns a copy with Nesterov momentum, or without; it needs a momentum above 0. */
  public Sgd withNesterov(boolean nesterov) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay, schedule);
  }

  /** Returns a copy with this L2 factor, at least 0. */
  public Sgd withWeightDecay(double weightDecay) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay, schedule);
  }

  /** Returns a copy with this schedule of the learning rate. */
  public Sgd withSchedule(Schedule schedule) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay, schedule);
  }

  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : List.of("momentum_buffer");
  }

  @Override
  public String update() {
    // A buffer of zeros makes PyTorch's special case of the first step (b = g) unnecessary, since
    // dampening is 0.
    return """
        torch._fused_sgd_(p, g, BUFFERS, weight_decay=DECAY, momentum=MOMENTUM, lr=lr, \
    dampening=0., nesterov=NESTEROV, maximize=False, is_first_step=False)
    """
        .replace("BUFFERS", momentum == 0 ? "[]" : "momentum_buffer")
        .replace("DECAY", Double.toString(weightDecay))
        .replace("MOMENTUM", Double.toString(momentum))
        .replace("NESTEROV", nesterov ? "True" : "False");
  }
}
