package org.atelier.model.capability;

/**
 * Anomaly scores of an example with respect to the training data; higher is more anomalous. {@link
 * org.atelier.metrics.RocArea} measures how well scores separate normal examples from anomalies.
 */
public enum AnomalyScore {
  /** The mean squared error of the reconstruction. */
  RECONSTRUCTION,

  /** The negative log-likelihood −ln p(x) in nats, see {@link Evidence#logLikelihood}. */
  LIKELIHOOD
}
