package org.atelier.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.InflaterInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The colour profile of a PNG, which Java's decoder leaves aside.
 *
 * <p>Read here rather than from the decoder's metadata: to gather those it would inflate every text
 * in the file, without a bound.
 */
final class PngProfile {
  private static final Logger LOG = LoggerFactory.getLogger(PngProfile.class);
  private static final int SIGNATURE = 8;
  private static final int ICCP = 0x69434350;
  private static final int SRGB = 0x73524742;
  private static final int IDAT = 0x49444154;

  /** Larger than any profile in use; the largest tables of printers have some 4 MB. */
  private static final int MAX_BYTES = 1 << 24;

  private PngProfile() {}

  /**
   * The colour space that the file declares, or null for sRGB. A profile that is broken is passed
   * over, as other decoders do.
   *
   * @param input moved to its start before and after
   */
  static @Nullable ColorSpace find(ImageInputStream input, String name) throws IOException {
    input.seek(SIGNATURE);
    try {
      return search(input, name);
    } finally {
      input.seek(0);
    }
  }

  private static @Nullable ColorSpace search(ImageInputStream input, String name)
      throws IOException {
    while (true) {
      long length = input.readUnsignedInt();
      int type = input.readInt();
      if (type == IDAT || type == SRGB) {
        return null;
      }
      if (type == ICCP) {
        if (length > MAX_BYTES) {
          return null;
        }
        var chunk = new byte[(int) length];
        input.readFully(chunk);
        try {
          return parse(chunk);
        } catch (IOException | RuntimeException e) {
          LOG.warn("{} has a colour profile that cannot be read; it is taken for sRGB", name, e);
          return null;
        }
      }
      input.seek(input.getStreamPosition() + length + Integer.BYTES);
    }
  }

  /** A name that ends with a zero, the compression method (0) and the deflated profile. */
  private static ColorSpace parse(byte[] chunk) throws IOException {
    int start = 0;
    while (chunk[start] != 0) {
      start++;
    }
    start += 2;
    var deflated = new ByteArrayInputStream(chunk, start, chunk.length - start);
    try (var inflated = new InflaterInputStream(deflated)) {
      return new ICC_ColorSpace(ICC_Profile.getInstance(inflated.readNBytes(MAX_BYTES)));
    }
  }
}
