package org.atelier.datasets.openmoji;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.atelier.datasets.Emoji;

/**
 * The emoji of {@link Emoji} in OpenMoji's two styles, under CC BY-SA 4.0: name OpenMoji, and keep
 * what you adapt from the pictures under the same licence.
 *
 * <p>Not cached: each call decodes the sheet anew, which takes some tenths of a second.
 */
public final class OpenMoji {
  private OpenMoji() {}

  /** Coloured drawings, 1,852 pictures. */
  public static Emoji color() {
    return read("openmoji-color");
  }

  /**
   * Black line art, 1,851 pictures. All country flags, and many filled circles and squares, are the
   * same plain outline.
   */
  public static Emoji black() {
    return read("openmoji-black");
  }

  private static Emoji read(String style) {
    try (var in = OpenMoji.class.getResourceAsStream(style + ".png")) {
      if (in == null) {
        throw new FileNotFoundException(
            "The jar of atelier-datasets-openmoji lacks its file %s.png".formatted(style));
      }
      return Emoji.read(style, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
