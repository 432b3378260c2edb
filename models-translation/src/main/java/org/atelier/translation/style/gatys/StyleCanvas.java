package org.atelier.translation.style.gatys;

import org.atelier.model.canvas.Fourier;
import org.atelier.model.canvas.Parametrisation;
import org.atelier.model.canvas.Pixels;
import org.atelier.options.OptionChecks;

/**
 * What is optimised, and how.
 *
 * @param surface what the values are
 * @param solver how they are changed
 * @param shifted whether the picture is rolled by 0 or 1 pixel in each direction, at random, before
 *     it is given to the network, so that the network's grid leaves no traces; for {@link
 *     StyleSolver.BySteps}
 * @param averageDecay decay of the average of a scale's iterates that is its result, in [0, 1); 0
 *     for the last iterate
 */
public record StyleCanvas(
    Surface surface, StyleSolver solver, boolean shifted, double averageDecay) {
  /** What the values of the canvas are. */
  public enum Surface {
    /** Pixels, kept in [-1, 1]. */
    PIXELS(Pixels.defaults()),
    /** A spectrum with decorrelated colours, in which fine noise is far away. */
    FOURIER(Fourier.defaults().withSquashed(false).withUnitScale(true));

    private final Parametrisation parametrisation;

    Surface(Parametrisation parametrisation) {
      this.parametrisation = parametrisation;
    }

    Parametrisation parametrisation() {
      return parametrisation;
    }
  }

  /** Checks the decay. */
  public StyleCanvas {
    OptionChecks.share("averageDecay", averageDecay);
  }

  /** Returns a copy with another surface. */
  public StyleCanvas withSurface(Surface surface) {
    return new StyleCanvas(surface, solver, shifted, averageDecay);
  }

  /** Returns a copy with another solver. */
  public StyleCanvas withSolver(StyleSolver solver) {
    return new StyleCanvas(surface, solver, shifted, averageDecay);
  }

  /** Returns a copy whose picture is rolled, or not. */
  public StyleCanvas withShifted(boolean shifted) {
    return new StyleCanvas(surface, solver, shifted, averageDecay);
  }

  /** Returns a copy with another decay of the average. */
  public StyleCanvas withAverageDecay(double averageDecay) {
    return new StyleCanvas(surface, solver, shifted, averageDecay);
  }
}
