package org.atelier.image;

import java.awt.Rectangle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a file's structure says of its picture, read and checked before any pixel is decoded.
 *
 * @param format the decoder, by ImageIO's name
 * @param bytes what the decoder is given: a file of the header and the pixels alone, without notes,
 *     profiles and further frames
 * @param width columns that the decoder gives
 * @param height rows that the decoder gives
 * @param orientation of the stored pixels
 * @param profile of the stored pixels; null for sRGB
 * @param canvas where the decoded pixels lie; null if they are the whole picture
 * @param transparency what the decoder does not know of the alpha plane; null if nothing
 * @param endReads see {@link DecoderInput}
 */
record EncodedPicture(
    String format,
    byte[] bytes,
    int width,
    int height,
    Orientation orientation,
    @Nullable ColourProfile profile,
    @Nullable Canvas canvas,
    @Nullable Transparency transparency,
    int endReads) {
  /** A few: decoders ask once or twice at the end of an intact file. */
  static final int SOME_END_READS = 64;

  /** A picture that fills its canvas and whose decoder knows its alpha. */
  static EncodedPicture of(
      String format,
      byte[] bytes,
      int width,
      int height,
      Orientation orientation,
      @Nullable ColourProfile profile) {
    return new EncodedPicture(
        format, bytes, width, height, orientation, profile, null, null, SOME_END_READS);
  }

  /**
   * The area that a frame is a part of; what the frame does not cover is transparent.
   *
   * @param left the frame's first column
   * @param top the frame's first row
   */
  record Canvas(int width, int height, int left, int top) {
    /** Returns the canvas with a frame on it; it has alpha. */
    Picture around(Picture frame) {
      int channels = frame.channels() + frame.channels() % 2;
      int plane = Math.multiplyExact(width, height);
      var values = new float[Math.multiplyExact(channels, plane)];
      Arrays.fill(values, -1);
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < frame.height(); y++) {
          int to = c * plane + (top + y) * width + left;
          if (c < frame.channels()) {
            int from = (c * frame.height() + y) * frame.width();
            System.arraycopy(frame.values(), from, values, to, frame.width());
          } else {
            Arrays.fill(values, to, to + frame.width(), 1);
          }
        }
      }
      return new Picture(channels, height, width, values);
    }
  }

  /** Alpha that is not among the decoded samples. */
  sealed interface Transparency {
    /**
     * Returns that of a part of the picture.
     *
     * @param width the picture's width
     */
    default Transparency part(Rectangle part, int width) {
      return this;
    }

    /**
     * One colour is transparent.
     *
     * @param colour the samples as {@link Samples} has them, in [-1, 1]
     */
    record Colour(float... colour) implements Transparency {}

    /**
     * Alpha on its own.
     *
     * @param alpha a byte per pixel, rows from the top
     */
    record Plane(byte[] alpha) implements Transparency {
      @Override
      public Transparency part(Rectangle part, int width) {
        var bytes = new byte[part.height * part.width];
        for (int y = 0; y < part.height; y++) {
          System.arraycopy(alpha, (part.y + y) * width + part.x, bytes, y * part.width, part.width);
        }
        return new Plane(bytes);
      }
    }
  }
}
