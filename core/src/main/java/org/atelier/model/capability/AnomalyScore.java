package org.atelier.model.capability;

/**
 * Ways to score how unlike the training data an example is; higher is more anomalous. {@link
 * org.atelier.metrics.RocArea} measures how well scores separate two sets.
 */
public enum AnomalyScore {
  /** The mean squared error of the reconstruction. */
  RECONSTRUCTION,

  /** The negative log-likelihood −ln p(x) in nats, see {@link Evidence#logLikelihood}. */
  LIKELIHOOD
}
