package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * Decodes facsimile compression (CCITT) of a strip or tile: the library is given a TIFF of that
 * chunk alone.
 */
final class TiffFax {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int COMPRESSION = 259;
  private static final int FILL_ORDER = 266;
  private static final int T4_OPTIONS = 292;
  private static final int T6_OPTIONS = 293;
  private static final int ENTRIES = 12;

  /** A row of any width takes a bit at least. */
  private static final int MOST_ROWS = 8;

  private TiffFax() {}

  /** Returns rows of bits, each beginning with a byte of its own. */
  static byte[] decode(TiffDirectory tags, FileBytes stored, int width, int rows, ReadLimits limits)
      throws IOException {
    if (rows > (long) stored.length() * MOST_ROWS) {
      throw UnreadableFile.truncated();
    }
    limits.check(width, rows);
    var reader = ImageIO.getImageReadersByFormatName("tiff").next();
    var deadline = new Deadline((long) width * rows);
    var file = file(tags, stored, width, rows);
    try (var input = new DecoderInput(file, deadline, 0)) {
      reader.setInput(input, true, true);
      var raster = reader.read(0).getRaster();
      int rowBytes = (width + 7) / 8;
      var bits = new byte[Math.multiplyExact(rowBytes, rows)];
      var row = new int[width];
      for (int y = 0; y < rows; y++) {
        raster.getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          bits[y * rowBytes + (x >> 3)] |= (byte) (row[x] << 7 - (x & 7));
        }
      }
      return bits;
    } finally {
      reader.dispose();
    }
  }

  private static byte[] file(TiffDirectory tags, FileBytes stored, int width, int rows)
      throws IOException {
    int pixels = 8 + 2 + 12 * ENTRIES + 4;
    var bytes = new ByteArrayOutputStream();
    var data = new DataOutputStream(bytes);
    data.writeBytes("MM\0*");
    data.writeInt(8);
    data.writeShort(ENTRIES);
    entry(data, 256, LONG, width);
    entry(data, 257, LONG, rows);
    entry(data, 258, SHORT, 1);
    entry(data, COMPRESSION, SHORT, tags.value(COMPRESSION, 1));
    entry(data, 262, SHORT, 1); // a decoded bit is the sample; its meaning is not the decoder's
    entry(data, FILL_ORDER, SHORT, tags.value(FILL_ORDER, 1) == 2 ? 2 : 1);
    entry(data, 273, LONG, pixels);
    entry(data, 277, SHORT, 1);
    entry(data, 278, LONG, rows);
    entry(data, 279, LONG, stored.length());
    entry(data, T4_OPTIONS, LONG, tags.value(T4_OPTIONS, 0));
    entry(data, T6_OPTIONS, LONG, tags.value(T6_OPTIONS, 0));
    data.writeInt(0);
    data.write(stored.copy(0, stored.length()));
    return bytes.toByteArray();
  }

  private static void entry(DataOutputStream to, int tag, int type, long value) throws IOException {
    to.writeShort(tag);
    to.writeShort(type);
    to.writeInt(1);
    to.writeInt((int) (type == SHORT ? value << 16 : value));
  }
}
