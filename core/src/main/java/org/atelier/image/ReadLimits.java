package org.atelier.image;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the reading of one file is bound by and reported under.
 *
 * @param name the file's name in messages
 * @param maxPixels the most pixels (width × height) that are decoded
 * @param heap what the picture may take of the Java heap
 */
record ReadLimits(String name, long maxPixels, HeapBudget heap) {
  /** The longest array. */
  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

  private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

  /** Limits with the heap of this process. */
  ReadLimits(String name, long maxPixels) {
    this(name, maxPixels, HeapBudget.ofThisProcess());
  }

  /**
   * Refuses a picture that needs more memory than Java has, before it is decoded.
   *
   * @param pixelBytes bytes that each pixel needs
   * @param channels values of each pixel
   * @param fileBytes the length of the file, which is in memory too, with its checked copy
   */
  void checkMemory(long width, long height, int pixelBytes, int channels, long fileBytes)
      throws PictureException {
    long pixels = width * height;
    long needed = pixels * pixelBytes + 2 * fileBytes;
    if (!heap.allows(needed) || pixels * channels > MOST_VALUES) {
      long fit = Math.max(0, heap.bytes() - 2 * fileBytes) / pixelBytes;
      throw new PictureException(
          "Cannot read %s: it has %s×%s pixels, %s in all, but the memory that Java may use is enough for %s of this kind; make the picture smaller, or %s"
              .formatted(
                  name,
                  width,
                  height,
                  pixels,
                  Math.min(fit, MOST_VALUES / channels),
                  HeapBudget.advice(needed)));
    }
  }

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
