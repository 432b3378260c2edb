package org.atelier.model.canvas;

import java.util.List;
import java.util.function.Supplier;
import org.atelier.image.Picture;

/**
 * What a {@link CanvasListener} sees after a step. Valid during the call only.
 *
 * @param stepsDone number of steps done, including this one
 * @param steps the most steps of the run
 * @param evaluations how often the objective was evaluated: as many as steps, or more with L-BFGS
 * @param terms the objective from which the step began; with L-BFGS, at the point where it ended
 * @param preview makes {@link #pictures()}
 */
public record CanvasProgress(
    long stepsDone,
    long steps,
    long evaluations,
    CanvasTerms terms,
    Supplier<List<Picture>> preview) {
  /**
   * Copies what a run that ended now would show, for a preview: of the average of the iterates if
   * it is asked for.
   *
   * @throws IllegalStateException if the canvas is not of pictures (N, 1 to 4, H, W)
   */
  public List<Picture> pictures() {
    return preview.get();
  }
}
