package org.atelier.metrics;

import ai.djl.ndarray.NDArray;

/** What is kept of the features of a set of pictures. */
record GatheredFeatures(Moments moments, FeatureSample sample) {
  static GatheredFeatures of(int capacity, long seed) {
    return new GatheredFeatures(new Moments(), new FeatureSample(capacity, seed));
  }

  void add(NDArray features) {
    moments.add(features);
    sample.add(features);
  }
}
