package org.atelier.image;

import org.jspecify.annotations.Nullable;

/** Converts the colour models that only TIFF has to RGB with the sRGB encoding, in place. */
final class TiffColours {
  private static final int COEFFICIENTS = 529;
  private static final int REFERENCE = 532;
  private static final double[] BT_601 = {0.299, 0.587, 0.114};
  private static final double[] FULL_RANGE = {0, 255, 128, 255, 128, 255};

  /** XYZ of the white D50. */
  private static final double[] D50 = {0.9642, 1, 0.8249};

  /** XYZ relative to D50, to linear sRGB, whose white D65 is adapted by Bradford's method. */
  private static final double[][] TO_SRGB = {
    {3.1338561, -1.6168667, -0.4906146},
    {-0.9787684, 1.9161415, 0.0334540},
    {0.0719453, -0.2289914, 1.4052427}
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
  static void fromLab(Samples samples, int bits, boolean signed) {
    int plane = samples.height() * samples.width();
    var planes = samples.planes();
    double most = (1L << bits) - 1;
    // ICCLab's white of 16 bits is 0xFF00.
    double white = signed || bits == 8 ? most : 0xFF00;
    double unit = bits == 8 ? 1 : 256;
    for (int i = 0; i < plane; i++) {
      double lightness = (planes[i] + 1) / 2 * most / white * 100;
      double a = chroma((planes[plane + i] + 1) / 2 * most / unit, signed);
      double b = chroma((planes[2 * plane + i] + 1) / 2 * most / unit, signed);
      double fy = (lightness + 16) / 116;
      double x = D50[0] * inverse(fy + a / 500);
      double y = D50[1] * inverse(fy);
      double z = D50[2] * inverse(fy - b / 200);
      for (int c = 0; c < 3; c++) {
        double linear = TO_SRGB[c][0] * x + TO_SRGB[c][1] * y + TO_SRGB[c][2] * z;
        planes[c * plane + i] = (float) (2 * encoded(Math.max(0, Math.min(1, linear))) - 1);
      }
    }
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
