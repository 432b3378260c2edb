package org.atelier.translation.style;

import java.util.function.Supplier;
import org.atelier.image.Picture;

/** Is told how far a restyling is: for progress bars and previews. */
@FunctionalInterface
public interface StyleProgress {
  /**
   * Called after each step, in the thread that computes.
   *
   * @param done steps done
   * @param steps steps in all
   * @param preview computes the picture so far; costs nothing if it is not asked
   * @return whether to go on; if not, the picture so far is the result
   */
  boolean step(long done, long steps, Supplier<Picture> preview);

  /** A listener that does nothing. */
  static StyleProgress none() {
    return (done, steps, preview) -> true;
  }
}
