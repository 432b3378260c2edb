package org.atelier.optim;

import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * Stochastic gradient descent: b ← momentum·b + g, p ← p − lr·b, or with Nesterov's look-ahead p ←
 * p − lr·(g + momentum·b). Weight decay is L2 regularisation.
 *
 * @param learningRate the step size, before the schedule
 * @param momentum share of the last step that is kept, 0 for none
 * @param nesterov whether to look ahead
 * @param weightDecay L2 factor, 0 for none
 * @param schedule of the learning rate
 */
public record Sgd(
    double learningRate, double momentum, boolean nesterov, double weightDecay, Schedule schedule)
    implements Optimizer {
  /** Checks every number. */
  public Sgd {
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("momentum", momentum);
    OptionChecks.notNegative("weightDecay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("Nesterov's look-ahead needs a momentum above 0");
    }
  }

  /** Plain descent at a constant learning rate. */
  public static Sgd of(double learningRate) {
    return new Sgd(learningRate, 0, false, 0, Schedule.constant());
  }

  /** The same with this momentum. */
  public Sgd withMomentum(double momentum) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay, schedule);
  }

  /** The same with Nesterov's look-ahead; set the momentum first. */
  public Sgd withNesterov() {
    return new Sgd(learningRate, momentum, true, weightDecay, schedule);
  }

  /** The same with this L2 factor. */
  public Sgd withWeightDecay(double weightDecay) {
    return new Sgd(learningRate, momentum, nesterov, weightDecay, schedule);
  }

  /** The same with this schedule. */
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
