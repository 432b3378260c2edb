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
 * Reads the colour profile of a PNG, which the JDK's decoder does not apply.
 *
 * <p>Not read from the decoder's metadata, because that would inflate every text chunk without a
 * limit.
 */
final class PngProfile {
  private static final Logger LOG = LoggerFactory.getLogger(PngProfile.class);
  private static final int SIGNATURE = 8;
  private static final int ICCP = 0x69434350;
  private static final int SRGB = 0x73524742;
  private static final int IDAT = 0x49444154;

  /** The largest accepted profile; profiles of printers reach about 4 MB. */
  private static final int MAX_BYTES = 1 << 24;

  private PngProfile() {}

  /**
   * Returns the colour space that the file declares, or null for sRGB. A damaged profile is
   * ignored, as in other decoders.
   *
   * @param input rewound before and after
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
          LOG.warn("{} has an unreadable colour profile; it is taken as sRGB", name, e);
          return null;
        }
      }
      input.seek(input.getStreamPosition() + length + Integer.BYTES);
    }
  }

  /**
   * Parses an iCCP chunk: a zero-terminated name, the compression method (0), the deflated profile.
   */
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
