package org.atelier.translation.dream;

import java.util.function.Supplier;
import org.atelier.image.Picture;

/** Is told how far a dream is: for progress bars and previews. */
@FunctionalInterface
public interface DreamProgress {
  /**
   * Called after each step, in the thread that computes.
   *
   * @param done steps done
   * @param steps steps in all
   * @param value the objective from which the step began
   * @param preview computes the picture so far; costs nothing if it is not asked
   * @return whether to go on; if not, the picture so far is the result
   */
  boolean step(long done, long steps, double value, Supplier<Picture> preview);

  /** A listener that does nothing. */
  static DreamProgress none() {
    return (done, steps, value, preview) -> true;
  }
}
