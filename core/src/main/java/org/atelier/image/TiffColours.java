package org.atelier.image;

import org.jspecify.annotations.Nullable;

/** Converts the colour models that only TIFF has to RGB with the sRGB encoding, in place. */
final class TiffColours {
  private static final int COEFFICIENTS = 529;
  private static final int REFERENCE = 532;
  private static final double[] BT_601 = {0.299, 0.587, 0.114};
  private static final double[] FULL_RANGE = {0, 255, 128, 255, 128, 255};

  private static final int WHITE_POINT = 318;

  /** The chromaticity of D50, the white of Lab where a file names none. */
  private static final double[] D50 = {0.34567, 0.35850};

  private static final double[] D65 = {0.3127, 0.3290};

  /** XYZ relative to D65, to linear sRGB. */
  private static final double[][] TO_SRGB = {
    {3.2404542, -1.5371385, -0.4985314},
    {-0.9692660, 1.8760108, 0.0415560},
    {0.0556434, -0.2040259, 1.0572252}
  };

  /** Bradford's cone responses of XYZ. */
  private static final double[][] CONES = {
    {0.8951, 0.2664, -0.1614},
    {-0.7502, 1.7135, 0.0367},
    {0.0389, -0.0685, 1.0296}
  };

  private static final double[][] FROM_CONES = {
    {0.9869929, -0.1470543, 0.1599627},
    {0.4323053, 0.5183603, 0.0492912},
    {-0.0085287, 0.0400428, 0.9684867}
  };

  private TiffColours() {}

  static void fromYcbcr(Samples samples, TiffDirectory tags) throws UnreadableFile {
    var weights = valid(tags.numbers(COEFFICIENTS), BT_601);
    var reference = valid(tags.numbers(REFERENCE), FULL_RANGE);
    if (reference[0] == reference[1]
        || reference[2] == reference[3]
        || reference[4] == reference[5]
        || weights[1] == 0) {
      throw UnreadableFile.damaged("YCbCr without a range");
    }
    double red = 2 - 2 * weights[0];
    double blue = 2 - 2 * weights[2];
    int plane = samples.height() * samples.width();
    var planes = samples.planes();
    for (int i = 0; i < plane; i++) {
      double y = 255 * (byteOf(planes[i]) - reference[0]) / (reference[1] - reference[0]);
      double cb = 127 * (byteOf(planes[plane + i]) - reference[2]) / (reference[3] - reference[2]);
      double cr =
          127 * (byteOf(planes[2 * plane + i]) - reference[4]) / (reference[5] - reference[4]);
      double r = y + red * cr;
      double b = y + blue * cb;
      planes[i] = value(r);
      planes[plane + i] = value((y - weights[0] * r - weights[2] * b) / weights[1]);
      planes[2 * plane + i] = value(b);
    }
  }

  private static double[] valid(double @Nullable [] numbers, double[] otherwise) {
    if (numbers == null || numbers.length < otherwise.length) {
      return otherwise;
    }
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        return otherwise;
      }
    }
    return numbers;
  }

  /**
   * @param bits per sample
   * @param signed whether a and b are in two's complement (CIELab), or moved by half their range
   *     (ICCLab)
   */
  static void fromLab(Samples samples, int bits, boolean signed, TiffDirectory tags)
      throws UnreadableFile {
    var white = valid(tags.numbers(WHITE_POINT), D50);
    if (white[0] <= 0 || white[1] <= 0 || white[0] + white[1] >= 1) {
      white = D50;
    }
    var whiteXyz = xyz(white);
    var toSrgb = fromWhite(whiteXyz);
    int plane = samples.height() * samples.width();
    var planes = samples.planes();
    double most = (1L << bits) - 1;
    // ICCLab's white of 16 bits is 0xFF00.
    double brightest = signed || bits == 8 ? most : 0xFF00;
    double unit = bits == 8 ? 1 : 256;
    for (int i = 0; i < plane; i++) {
      double lightness = (planes[i] + 1) / 2 * most / brightest * 100;
      double a = chroma((planes[plane + i] + 1) / 2 * most / unit, signed);
      double b = chroma((planes[2 * plane + i] + 1) / 2 * most / unit, signed);
      double fy = (lightness + 16) / 116;
      double x = whiteXyz[0] * inverse(fy + a / 500);
      double y = whiteXyz[1] * inverse(fy);
      double z = whiteXyz[2] * inverse(fy - b / 200);
      for (int c = 0; c < 3; c++) {
        double linear = toSrgb[c][0] * x + toSrgb[c][1] * y + toSrgb[c][2] * z;
        planes[c * plane + i] = (float) (2 * encoded(Math.max(0, Math.min(1, linear))) - 1);
      }
    }
  }

  /**
   * Returns the matrix from XYZ relative to a white to linear sRGB, adapted by Bradford's method.
   */
  private static double[][] fromWhite(double[] whiteXyz) {
    var scaled = new double[3][];
    for (int c = 0; c < 3; c++) {
      double scale = dot(CONES[c], xyz(D65)) / dot(CONES[c], whiteXyz);
      scaled[c] = new double[] {CONES[c][0] * scale, CONES[c][1] * scale, CONES[c][2] * scale};
    }
    return product(TO_SRGB, product(FROM_CONES, scaled));
  }

  private static double[][] product(double[][] left, double[][] right) {
    var product = new double[3][3];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        product[r][c] = dot(left[r], new double[] {right[0][c], right[1][c], right[2][c]});
      }
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[] xyz(double[] chromaticity) {
    double x = chromaticity[0];
    double y = chromaticity[1];
    return new double[] {x / y, 1, (1 - x - y) / y};
  }

  private static double chroma(double unsigned, boolean signed) {
    if (!signed) {
      return unsigned - 128;
    }
    return unsigned < 128 ? unsigned : unsigned - 256;
  }

  private static double inverse(double t) {
    return t > 6 / 29.0 ? t * t * t : 3 * (6 / 29.0) * (6 / 29.0) * (t - 4 / 29.0);
  }

  private static double encoded(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
  }

  private static double byteOf(float value) {
    return (value + 1) * 127.5;
  }

  private static float value(double sample) {
    return (float) (Math.max(0, Math.min(255, sample)) / 127.5 - 1);
  }
}
