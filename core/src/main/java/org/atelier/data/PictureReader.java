package org.atelier.data;

import java.io.IOException;
import java.io.InputStream;
import org.atelier.image.Picture;

/** How an encoded picture (PNG, JPEG …) is decoded. */
@FunctionalInterface
interface PictureReader {
  /**
   * Decodes one picture; the caller closes the stream.
   *
   * @param name what error messages call the picture
   */
  Picture read(InputStream in, String name) throws IOException;
}
