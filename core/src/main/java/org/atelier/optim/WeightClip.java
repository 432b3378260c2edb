package org.atelier.optim;

import java.util.List;

/**
 * Weight clipping: after another optimizer's update, all parameters are clamped to [-bound, bound].
 * WGAN (Arjovsky et al., arXiv:1701.07875) uses it to keep the critic Lipschitz-continuous. Biases
 * are clipped too; running statistics are not.
 *
 * @param optimizer the optimizer whose update is applied first
 * @param bound the largest absolute value, positive; 0.01 in the paper
 */
public record WeightClip(Optimizer optimizer, double bound) implements Optimizer {
  /** Checks that the bound is positive and finite. */
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
  public boolean averagesSquares(String slot) {
    return optimizer.averagesSquares(slot);
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
