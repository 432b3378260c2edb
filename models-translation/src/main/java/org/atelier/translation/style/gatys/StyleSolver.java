package org.atelier.translation.style.gatys;

import org.atelier.model.canvas.Parametrisation;
import org.atelier.model.canvas.Pixels;
import org.atelier.optim.Adam;
import org.atelier.optim.Lbfgs;
import org.atelier.optim.Minimiser;
import org.atelier.optim.Schedule;
import org.atelier.optim.WeightClip;
import org.atelier.options.OptionChecks;

/** How the objective is minimised. */
public sealed interface StyleSolver permits StyleSolver.BySteps, StyleSolver.BySearch {
  /** Returns the minimiser of one scale. */
  Minimiser minimiser(Parametrisation canvas, long steps);

  /**
   * Adam, with the moments of one scale resized to the next.
   *
   * @param learningRate positive; of pixels in [-1, 1], or of a spectrum
   * @param beta2 decay of the second moment, in [0, 1)
   * @param least the share of the learning rate with which a scale ends, by a cosine, in [0, 1]; 1
   *     for a constant one
   */
  record BySteps(double learningRate, double beta2, double least) implements StyleSolver {
    /** Checks the numbers. */
    public BySteps {
      OptionChecks.positive("learningRate", learningRate);
      OptionChecks.share("beta2", beta2);
      if (!(least >= 0 && least <= 1)) {
        throw new IllegalArgumentException("least must be in [0, 1], but was " + least);
      }
    }

    @Override
    public Minimiser minimiser(Parametrisation canvas, long steps) {
      Schedule schedule = least == 1 ? Schedule.constant() : Schedule.cosine(steps, least);
      Adam adam = Adam.of(learningRate, 0.9).withBeta2(beta2).withSchedule(schedule);
      return canvas instanceof Pixels ? new WeightClip(adam, 1) : adam;
    }
  }

  /**
   * L-BFGS with a line search for the strong Wolfe conditions; its history is a scale's. A step is
   * an iteration, mostly of one evaluation, now and then of several.
   *
   * @param history number of pairs of vectors that are kept, at least 1
   */
  record BySearch(int history) implements StyleSolver {
    /** Checks the number. */
    public BySearch {
      OptionChecks.atLeast(1, "history", history);
    }

    @Override
    public Minimiser minimiser(Parametrisation canvas, long steps) {
      return Lbfgs.defaults().withHistory(history);
    }
  }
}
