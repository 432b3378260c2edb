package org.atelier.train;

import org.atelier.options.OptionChecks;

/** How long a run trains: a number of steps, or of passes over the data. */
public sealed interface TrainingLength permits TrainingLength.Steps, TrainingLength.Epochs {
  /**
   * The number of training steps.
   *
   * @param stepsPerEpoch the steps of one pass over the data, at least 1
   */
  long steps(long stepsPerEpoch);

  /** A number of steps, at least 1. */
  static TrainingLength ofSteps(long steps) {
    return new Steps(steps);
  }

  /** A number of passes over the data, at least 1. */
  static TrainingLength ofEpochs(int epochs) {
    return new Epochs(epochs);
  }

  /**
   * A number of steps.
   *
   * @param steps at least 1
   */
  record Steps(long steps) implements TrainingLength {
    /** Checks the number. */
    public Steps {
      OptionChecks.atLeast(1, "steps", steps);
    }

    @Override
    public long steps(long stepsPerEpoch) {
      return steps;
    }
  }

  /**
   * A number of passes over the data.
   *
   * @param epochs at least 1
   */
  record Epochs(int epochs) implements TrainingLength {
    /** Checks the number. */
    public Epochs {
      OptionChecks.atLeast(1, "epochs", epochs);
    }

    @Override
    public long steps(long stepsPerEpoch) {
      return stepsPerEpoch * epochs;
    }
  }
}
