package org.atelier.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The stored samples of a decoded picture, in the file's colour space.
 *
 * <p>Samples are taken from the raster and never through {@link BufferedImage#getRGB}: Java treats
 * grey as linear light and would brighten it, and getRGB has only 8 bits.
 *
 * @param colours the number of colour planes: 1, 3 or 4 (CMYK)
 * @param alpha whether an alpha plane follows
 * @param planes (colours + alpha, height, width) in [-1, 1]
 */
record Samples(int colours, boolean alpha, int height, int width, float[] planes) {
  /** Rows converted at once: fast, yet little memory. */
  private static final int STRIP = 64;

  static Samples of(BufferedImage image, String name) throws PictureException {
    var model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return ofIndexed(image.getRaster(), palette);
    }
    var raster = image.getRaster();
    int colours = model.getNumColorComponents();
    boolean alpha = model.hasAlpha();
    int bands = raster.getNumBands();
    if (bands < colours + (alpha ? 1 : 0) || colours > 4 || colours == 2) {
      throw new PictureException(
          "Cannot read %s: expected grey, RGB or CMYK samples with or without alpha, but each pixel has %s samples for %s colours; convert it to RGB"
              .formatted(name, bands, colours));
    }
    int planes = colours + (alpha ? 1 : 0);
    var halfRange = new float[planes];
    for (int p = 0; p < planes; p++) {
      int bits = raster.getSampleModel().getSampleSize(p);
      if (bits < 1 || bits > 16 || model.getTransferType() > DataBuffer.TYPE_INT) {
        throw new PictureException(
            "Cannot read %s: expected samples of 1 to 16 bits, but they have %s bits; convert it to 8 or 16 bits"
                .formatted(name, bits));
      }
      halfRange[p] = ((1 << bits) - 1) / 2f;
    }
    var samples =
        new Samples(
            colours,
            alpha,
            raster.getHeight(),
            raster.getWidth(),
            new float[Math.multiplyExact(planes, raster.getHeight() * raster.getWidth())]);
    samples.fill(raster, halfRange);
    if (alpha && model.isAlphaPremultiplied()) {
      samples.divideByAlpha();
    }
    return samples;
  }

  /**
   * Decodes an indexed picture; a palette of greys gives grey (grey GIFs, PNGs of 1, 2, 4 bits).
   */
  private static Samples ofIndexed(Raster raster, IndexColorModel palette) {
    boolean grey = true;
    for (int i = 0; i < palette.getMapSize(); i++) {
      grey &= palette.getRed(i) == palette.getGreen(i) && palette.getRed(i) == palette.getBlue(i);
    }
    int colours = grey ? 1 : 3;
    boolean alpha = palette.hasAlpha();
    int height = raster.getHeight();
    int width = raster.getWidth();
    int plane = height * width;
    var planes = new float[Math.multiplyExact(colours + (alpha ? 1 : 0), plane)];
    var row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int argb = palette.getRGB(row[x]);
        int to = y * width + x;
        for (int c = 0; c < colours; c++) {
          planes[c * plane + to] = (argb >> (16 - 8 * c) & 255) / 127.5f - 1;
        }
        if (alpha) {
          planes[colours * plane + to] = (argb >>> 24) / 127.5f - 1;
        }
      }
    }
    return new Samples(colours, alpha, height, width, planes);
  }

  private void fill(Raster raster, float[] halfRange) {
    int count = halfRange.length;
    int bands = raster.getNumBands();
    int plane = height * width;
    var row = new int[width * bands];
    // Reading whole rows of bytes is the fast path of Java's rasters.
    boolean bytes =
        raster.getTransferType() == DataBuffer.TYPE_BYTE
            && raster.getSampleModel() instanceof ComponentSampleModel;
    var byteRow = new byte[bytes ? width * bands : 0];
    for (int y = 0; y < height; y++) {
      if (bytes) {
        raster.getDataElements(0, y, width, 1, byteRow);
        for (int i = 0; i < byteRow.length; i++) {
          row[i] = byteRow[i] & 255;
        }
      } else {
        raster.getPixels(0, y, width, 1, row);
      }
      for (int p = 0; p < count; p++) {
        int to = p * plane + y * width;
        for (int x = 0; x < width; x++) {
          planes[to + x] = row[x * bands + p] / halfRange[p] - 1;
        }
      }
    }
  }

  /** Divides premultiplied colours by alpha, in place; transparent pixels become black. */
  void divideByAlpha() {
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      float alpha = (planes[colours * plane + i] + 1) / 2;
      for (int c = 0; c < colours; c++) {
        float colour = (planes[c * plane + i] + 1) / 2;
        planes[c * plane + i] = alpha == 0 ? -1 : 2 * Math.min(1, colour / alpha) - 1;
      }
    }
  }

  /** Returns the same samples with alpha behind them, where they have none. */
  Samples with(EncodedPicture.Transparency transparency) {
    if (alpha) {
      return this;
    }
    int plane = height * width;
    var extended = Arrays.copyOf(planes, Math.addExact(planes.length, plane));
    if (transparency instanceof EncodedPicture.Transparency.Plane stored) {
      for (int i = 0; i < plane; i++) {
        extended[planes.length + i] = (stored.alpha()[i] & 255) / 127.5f - 1;
      }
    } else if (transparency instanceof EncodedPicture.Transparency.Colour transparent) {
      for (int i = 0; i < plane; i++) {
        boolean equal = true;
        for (int c = 0; c < colours; c++) {
          equal &= planes[c * plane + i] == transparent.colour()[c];
        }
        extended[planes.length + i] = equal ? -1 : 1;
      }
    }
    return new Samples(colours, true, height, width, extended);
  }

  /**
   * Converts to an sRGB picture. The samples may be overwritten.
   *
   * @param profile of the samples; null for sRGB, for grey with the sRGB encoding, and for inks
   *     without a profile
   */
  Picture toSrgb(@Nullable ColourProfile profile) {
    if (colours == 4 && profile == null) {
      return fromInks();
    }
    if (profile == null) {
      return new Picture(colours + (alpha ? 1 : 0), height, width, planes);
    }
    if (colours == 1 && profile.colours() == 3) {
      return greyAsRgb().toSrgb(profile);
    }
    int converted = colours == 1 ? 1 : 3;
    int plane = height * width;
    // Grey and RGB are converted in place, strip by strip.
    var result = converted == colours ? planes : new float[(converted + (alpha ? 1 : 0)) * plane];
    convertStrips(profile, converted, result);
    if (alpha && result != planes) {
      System.arraycopy(planes, colours * plane, result, converted * plane, plane);
    }
    return new Picture(converted + (alpha ? 1 : 0), height, width, result);
  }

  /** Inks without a profile: each of C, M, Y and K keeps its part of the light. */
  private Picture fromInks() {
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      float light = (1 - planes[3 * plane + i]) / 2;
      for (int c = 0; c < 3; c++) {
        planes[c * plane + i] = (1 - planes[c * plane + i]) * light - 1;
      }
    }
    if (alpha) {
      System.arraycopy(planes, 4 * plane, planes, 3 * plane, plane);
    }
    int channels = 3 + (alpha ? 1 : 0);
    return new Picture(channels, height, width, Arrays.copyOf(planes, channels * plane));
  }

  /** A palette of greys whose profile is for RGB. */
  private Samples greyAsRgb() {
    int plane = height * width;
    var rgb = new float[Math.multiplyExact(alpha ? 4 : 3, plane)];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(planes, 0, rgb, c * plane, plane);
    }
    if (alpha) {
      System.arraycopy(planes, plane, rgb, 3 * plane, plane);
    }
    return new Samples(3, alpha, height, width, rgb);
  }

  private void convertStrips(ColourProfile profile, int converted, float[] result) {
    int plane = height * width;
    int rows = Math.min(STRIP, height);
    var from = profile.strip(width, rows, colours);
    var to = profile.strip(width, rows, 3);
    for (int top = 0; top < height; top += rows) {
      int count = Math.min(rows, height - top) * width;
      for (int c = 0; c < colours; c++) {
        int start = c * plane + top * width;
        for (int i = 0; i < count; i++) {
          from.set(i * colours + c, planes[start + i]);
        }
      }
      profile.convert(from, to);
      for (int c = 0; c < converted; c++) {
        int start = c * plane + top * width;
        for (int i = 0; i < count; i++) {
          result[start + i] = to.get(i * 3 + c);
        }
      }
    }
  }
}
