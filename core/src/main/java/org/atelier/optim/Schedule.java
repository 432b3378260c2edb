package org.atelier.optim;

import org.atelier.options.OptionChecks;

/**
 * A learning rate's factor over the training steps. The kinds here are records, so that an
 * optimizer can be part of a model's options and of its checkpoints; a schedule of one's own
 * implements {@link Custom}.
 */
public sealed interface Schedule
    permits Schedule.Constant,
        Schedule.LinearDecay,
        Schedule.StepDecay,
        Schedule.Cosine,
        Schedule.WarmUp,
        Schedule.Custom {
  /**
   * A schedule of one's own. Checkpoints cannot save it in a model's options; pass it to the
   * optimizer of a network whose options hold what it is computed from.
   */
  @FunctionalInterface
  non-sealed interface Custom extends Schedule {}

  /**
   * The factor at a training step.
   *
   * @param step counted from 0
   * @return what the base learning rate is multiplied with, at least 0
   */
  double factor(long step);

  /** Always 1. */
  static Schedule constant() {
    return new Constant();
  }

  /** 1 for {@code constant} steps, then down a straight line to 0 over {@code decay} steps. */
  static Schedule linearDecay(long constant, long decay) {
    return new LinearDecay(constant, decay);
  }

  /** Times {@code factor} after every {@code every} steps. */
  static Schedule stepDecay(long every, double factor) {
    return new StepDecay(every, factor);
  }

  /** Half a cosine from 1 to {@code least} over {@code steps} steps (arXiv:1608.03983). */
  static Schedule cosine(long steps, double least) {
    return new Cosine(steps, least);
  }

  /** Up a straight line over {@code steps} steps, on top of this schedule. */
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
    /** Checks the numbers. */
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
    /** Checks the numbers. */
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
    /** Checks the numbers. */
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

  /** See {@link #withWarmUp(long)}. */
  record WarmUp(long steps, Schedule then) implements Schedule {
    /** Checks the numbers. */
    public WarmUp {
      OptionChecks.atLeast(1, "steps", steps);
    }

    @Override
    public double factor(long step) {
      return Math.min(1, (step + 1) / (double) steps) * then.factor(step);
    }
  }
}
