package org.atelier.cli.dream;

import org.atelier.image.Picture;
import org.atelier.translation.dream.DreamContent;
import org.atelier.translation.dream.DreamProgress;
import org.atelier.translation.dream.Dreamer;
import org.atelier.translation.style.ColourTransfer;
import org.jspecify.annotations.Nullable;

/**
 * What all pictures of a command share.
 *
 * @param dreamer dreams of pictures
 * @param size of the results
 * @param mask where to dream, of the pictures' size; null for everywhere
 * @param keepColours whether only the luminance is dreamt
 * @param seed of random numbers
 */
record DreamSubject(
    Dreamer dreamer, DreamSize size, @Nullable Picture mask, boolean keepColours, long seed) {
  /** The dream of a picture of any size. */
  Picture of(Picture rgb, DreamProgress progress) {
    DreamContent content = content(rgb, progress);
    return finished(content.picture(), dreamer.apply(content));
  }

  /** A picture and its mask in the size of the result. */
  DreamContent content(Picture picture, DreamProgress progress) {
    // Sizes are compared before they are changed.
    DreamContent given = DreamContent.of(picture.toRgb()).withMask(mask);
    Picture where = given.mask();
    return DreamContent.of(size.of(given.picture()))
        .withMask(where == null ? null : size.of(where))
        .withSeed(seed)
        .withProgress(progress);
  }

  /** A dream with the colours of its picture, if they are kept. */
  Picture finished(Picture picture, Picture dreamt) {
    return keepColours ? ColourTransfer.withChroma(dreamt, picture) : dreamt;
  }
}
