package org.atelier.examples;

import org.atelier.gan.Stabilisation;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.train.TrainingOptions;

/**
 * What {@code ./atelier train dcgan} does unless told otherwise: on the embedded Fashion-MNIST, in
 * at most three minutes on two cores, pictures in which a person names the clothes.
 */
final class DcganRecipe {
  static final String DATA = "fashion-mnist";
  static final int IMAGE_SIZE = 28;
  static final int GENERATOR_FILTERS = 64;
  static final int DISCRIMINATOR_FILTERS = 32;
  static final double LEARNING_RATE = 2e-4;
  static final double AVERAGE_DECAY = 0.998;
  static final int BATCH_SIZE = 32;
  static final long STEPS = 6000;
  static final int CHECKPOINT_EVERY = 1000;
  static final int SAMPLE_EVERY = 100;

  /** Pictures in a grid of samples. */
  static final int SAMPLES = 64;

  private DcganRecipe() {}

  static DcganOptions model() {
    return DcganOptions.defaults()
        .withImageSize(IMAGE_SIZE)
        .withFilters(GENERATOR_FILTERS, DISCRIMINATOR_FILTERS)
        .withLearningRate(LEARNING_RATE)
        .withStabilisation(Stabilisation.none().withAverageDecay(AVERAGE_DECAY));
  }

  static TrainingOptions training() {
    return TrainingOptions.defaults()
        .withBatchSize(BATCH_SIZE)
        .withSteps(STEPS)
        .withCheckpointEvery(CHECKPOINT_EVERY);
  }
}
