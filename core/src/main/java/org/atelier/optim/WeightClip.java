package org.atelier.optim;

import java.util.List;

/**
 * Another optimizer's update, after which every value of the parameters is put back into [-bound,
 * bound]: how WGAN (Arjovsky et al., arXiv:1701.07875) keeps a critic's slope bounded. All
 * parameters are clipped, biases too; statistics are not.
 *
 * @param optimizer whose update comes first
 * @param bound the largest magnitude, positive; 0.01 in the paper
 */
public record WeightClip(Optimizer optimizer, double bound) implements Optimizer {
  /** Checks the bound. */
  public WeightClip {
    if (!(bound > 0) || Double.isInfinite(bound)) {
      throw new IllegalArgumentException("bound must be positive and finite, but was " + bound);
    }
  }

  @Override
  public double learningRate() {
    return optimizer.learningRate();
  }

  @Override
  public Schedule schedule() {
    return optimizer.schedule();
  }

  @Override
  public List<String> slots() {
    return optimizer.slots();
  }

  @Override
  public String update() {
    return optimizer.update()
        + """
            torch._foreach_clamp_min_(p, -BOUND)
            torch._foreach_clamp_max_(p, BOUND)
        """
            .replace("BOUND", Double.toString(bound));
  }
}
