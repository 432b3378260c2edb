package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;

/** The moments and a random sample of the features of a set of pictures. */
record FeatureStatistics(Moments moments, FeatureSample sample) {
  static FeatureStatistics of(int capacity, long seed) {
    return new FeatureStatistics(new Moments(), new FeatureSample(capacity, seed));
  }

  void add(NDArray features) {
    moments.add(features);
    sample.add(features);
  }
}
