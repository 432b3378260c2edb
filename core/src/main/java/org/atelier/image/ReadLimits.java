package org.atelier.image;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the reading of one file is bound by and reported under.
 *
 * @param name the file's name in messages
 * @param maxPixels the most pixels (width × height) that are decoded
 */
record ReadLimits(String name, long maxPixels) {
  private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

  /** Refuses sizes that are zero or above the limit. */
  void check(long width, long height) throws PictureException, UnreadableFile {
    if (width < 1 || height < 1) {
      throw UnreadableFile.damaged("a size of %s×%s pixels", width, height);
    }
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || width * height > maxPixels) {
      throw new PictureException(
          "Cannot read %s: it declares %s×%s pixels, but at most %s are read; raise the limit if you trust the file"
              .formatted(name, width, height, maxPixels));
    }
  }

  /** Reports a slip that costs no pixels, in one line. */
  void warn(String slip) {
    LOG.warn("{}: {}", name, slip);
  }
}
