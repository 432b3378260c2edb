package org.atelier.gan;

/**
 * How far a model follows PyTorch-GAN's programs where those slip. Of 0.8 they say that it is batch
 * norm's momentum, but pass it as the epsilon that is added to variances: signals of networks that
 * start at N(0, .02²) then shrink from layer to layer, and less is learnt in as many steps. Its
 * {@code acgan} also has a softmax before a loss that holds one already.
 */
public enum Fidelity {
  /** What was meant: an epsilon of 1e-5, one softmax. */
  MEANT(1e-5),

  /** To the letter, for comparisons with these programs. */
  LITERAL(0.8);

  private final double epsilon;

  Fidelity(double epsilon) {
    this.epsilon = epsilon;
  }

  /** Added to the variances of batch norms. */
  public double epsilon() {
    return epsilon;
  }
}
