package org.atelier.train;

import org.atelier.options.OptionChecks;

/** The length of a run: a number of steps, or of epochs (passes over the data). */
public sealed interface TrainingLength permits TrainingLength.Steps, TrainingLength.Epochs {
  /**
   * Returns the number of training steps.
   *
   * @param stepsPerEpoch number of steps of an epoch, at least 1
   */
  long steps(long stepsPerEpoch);

  /** Returns a length of this number of steps, at least 1. */
  static TrainingLength ofSteps(long steps) {
    return new Steps(steps);
  }

  /** Returns a length of this number of epochs, at least 1. */
  static TrainingLength ofEpochs(int epochs) {
    return new Epochs(epochs);
  }

  /**
   * A length in steps.
   *
   * @param steps at least 1
   */
  record Steps(long steps) implements TrainingLength {
    /** Checks that the number is at least 1. */
    public Steps {
      OptionChecks.atLeast(1, "steps", steps);
    }

    @Override
    public long steps(long stepsPerEpoch) {
      return steps;
    }
  }

  /**
   * A length in epochs.
   *
   * @param epochs at least 1
   */
  record Epochs(int epochs) implements TrainingLength {
    /** Checks that the number is at least 1. */
    public Epochs {
      OptionChecks.atLeast(1, "epochs", epochs);
    }

    @Override
    public long steps(long stepsPerEpoch) {
      return stepsPerEpoch * epochs;
    }
  }
}
