package org.atelier.optim;

import org.atelier.options.OptionChecks;

/**
 * A learning-rate schedule: the factor of the base learning rate as a function of the training
 * step. The schedules here are records, so that an optimizer can be part of a model's options and
 * be saved in its checkpoints; other schedules implement {@link Custom}.
 */
public sealed interface Schedule
    permits Schedule.Constant,
        Schedule.LinearDecay,
        Schedule.StepDecay,
        Schedule.Cosine,
        Schedule.Inverse,
        Schedule.WarmUp,
        Schedule.Custom {
  /**
   * A user-defined schedule. It cannot be saved as part of a model's options; construct it in the
   * model from options that can be saved.
   */
  @FunctionalInterface
  non-sealed interface Custom extends Schedule {}

  /**
   * Returns the factor at a training step.
   *
   * @param step counted from 0
   * @return the factor of the base learning rate, at least 0
   */
  double factor(long step);

  /** Returns the constant schedule: 1 at every step. */
  static Schedule constant() {
    return new Constant();
  }

  /**
   * Returns a linear decay: 1 for {@code constant} steps, at least 0, then linearly to 0 over
   * {@code decay} steps, at least 1.
   */
  static Schedule linearDecay(long constant, long decay) {
    return new LinearDecay(constant, decay);
  }

  /**
   * Returns a step decay: multiplied by {@code factor}, in (0, 1], after every {@code every} steps,
   * at least 1.
   */
  static Schedule stepDecay(long every, double factor) {
    return new StepDecay(every, factor);
  }

  /**
   * Returns a cosine annealing (Loshchilov and Hutter, arXiv:1608.03983): half a cosine from 1 to
   * {@code least}, in [0, 1], over {@code steps} steps, at least 1.
   */
  static Schedule cosine(long steps, double least) {
    return new Cosine(steps, least);
  }

  /**
   * Returns the schedule 1 / (1 + rate · step).
   *
   * @param rate at least 0; 5e-5 in pytorch-AdaIN
   */
  static Schedule inverse(double rate) {
    return new Inverse(rate);
  }

  /** Returns this schedule multiplied by a linear warm-up over {@code steps} steps, at least 1. */
  default Schedule withWarmUp(long steps) {
    return new WarmUp(steps, this);
  }

  /** See {@link #constant()}. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step) {
      return 1;
    }
  }

  /** See {@link #linearDecay(long, long)}. */
  record LinearDecay(long constant, long decay) implements Schedule {
    /** Checks the range of every component. */
    public LinearDecay {
      OptionChecks.atLeast(0, "constant", constant);
      OptionChecks.atLeast(1, "decay", decay);
    }

    @Override
    public double factor(long step) {
      return Math.max(0, 1 - Math.max(0, step - constant) / (double) decay);
    }
  }

  /** See {@link #stepDecay(long, double)}. */
  record StepDecay(long every, double factor) implements Schedule {
    /** Checks the range of every component. */
    public StepDecay {
      OptionChecks.atLeast(1, "every", every);
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException("factor must be in (0, 1], but was " + factor);
      }
    }

    @Override
    public double factor(long step) {
      return Math.pow(factor, step / every);
    }
  }

  /** See {@link #cosine(long, double)}. */
  record Cosine(long steps, double least) implements Schedule {
    /** Checks the range of every component. */
    public Cosine {
      OptionChecks.atLeast(1, "steps", steps);
      if (!(least >= 0 && least <= 1)) {
        throw new IllegalArgumentException("least must be in [0, 1], but was " + least);
      }
    }

    @Override
    public double factor(long step) {
      double progress = Math.min(1, step / (double) steps);
      return least + (1 - least) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
  }

  /** See {@link #inverse(double)}. */
  record Inverse(double rate) implements Schedule {
    /** Checks the rate. */
    public Inverse {
      OptionChecks.notNegative("rate", rate);
    }

    @Override
    public double factor(long step) {
      return 1 / (1 + rate * step);
    }
  }

  /** See {@link #withWarmUp(long)}. */
  record WarmUp(long steps, Schedule then) implements Schedule {
    /** Checks the range of every component. */
    public WarmUp {
      OptionChecks.atLeast(1, "steps", steps);
    }

    @Override
    public double factor(long step) {
      return Math.min(1, (step + 1) / (double) steps) * then.factor(step);
    }
  }
}
