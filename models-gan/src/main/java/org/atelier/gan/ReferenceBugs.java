package org.atelier.gan;

/**
 * Whether bugs of PyTorch-GAN's programs are reproduced. They pass 0.8, which is meant as batch
 * norm's momentum, as its epsilon, which is added to variances: activations of networks whose
 * weights start at N(0, .02²) then shrink from layer to layer, and training is slower. Its {@code
 * acgan} also applies a softmax before a cross-entropy that contains one.
 */
public enum ReferenceBugs {
  /** An epsilon of 1e-5 and one softmax. */
  FIXED(1e-5),

  /** Computes what those programs compute, for comparisons with them. */
  REPRODUCED(0.8);

  private final double epsilon;

  ReferenceBugs(double epsilon) {
    this.epsilon = epsilon;
  }

  /** The value that batch norms add to variances. */
  public double epsilon() {
    return epsilon;
  }
}
