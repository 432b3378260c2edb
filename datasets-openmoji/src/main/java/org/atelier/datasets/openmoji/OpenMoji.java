package org.atelier.datasets.openmoji;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.atelier.datasets.Emoji;

/**
 * The emoji of {@link Emoji} in OpenMoji's two styles. Licence CC BY-SA 4.0: credit OpenMoji, and
 * publish adaptations of the pictures under the same licence.
 *
 * <p>Not cached: each call decodes the sprite sheet, which takes some tenths of a second.
 */
public final class OpenMoji {
  private OpenMoji() {}

  /** Returns the coloured drawings, 1,852 pictures. */
  public static Emoji color() {
    return read("openmoji-color");
  }

  /**
   * Returns the black line art, 1,851 pictures. All country flags, and many filled circles and
   * squares, share the same outline.
   */
  public static Emoji black() {
    return read("openmoji-black");
  }

  private static Emoji read(String style) {
    try (var in = OpenMoji.class.getResourceAsStream(style + ".png")) {
      if (in == null) {
        throw new FileNotFoundException(
            "The jar of atelier-datasets-openmoji is damaged: %s.png is missing".formatted(style));
      }
      return Emoji.read(style, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
