package org.atelier.translation.dream;

import org.atelier.image.Picture;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * The dream of a film: each frame's begins with the previous frame's result, blended with the
 * frame, so that what is dreamt stays from frame to frame. Not thread-safe.
 */
public final class Film {
  private final Dreamer dreamer;
  private final double blend;
  private final DreamContent first;
  private @Nullable Picture before;

  /**
   * Begins a film.
   *
   * @param blend the previous result's share in the start of the next frame, in [0, 1); 0 dreams
   *     each frame alone
   * @param like the mask, seed and listener of all frames; its picture is not used
   */
  public Film(Dreamer dreamer, double blend, DreamContent like) {
    this.dreamer = dreamer;
    this.blend = OptionChecks.share("blend", blend);
    this.first = like;
  }

  /**
   * Dreams the next frame.
   *
   * @throws IllegalArgumentException if it has another size than the one before
   */
  public Picture next(Picture frame) {
    Picture start = frame.toRgb();
    Picture previous = before;
    if (previous != null) {
      if (previous.height() != frame.height() || previous.width() != frame.width()) {
        throw new IllegalArgumentException(
            "Expected frames of one size, %s×%s pixels (height × width), but got %s×%s"
                .formatted(previous.height(), previous.width(), frame.height(), frame.width()));
      }
      var values = start.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) blend * (previous.values()[i] - values[i]);
      }
      start = new Picture(3, frame.height(), frame.width(), values);
    }
    Picture dreamt = dreamer.apply(first.withPicture(start)).toRgb();
    before = dreamt;
    return dreamt;
  }
}
