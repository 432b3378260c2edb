package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A PNG written from its definition, of any colour type and depth. */
final class PngBytes {
  /** First column, first row, column step and row step of the passes. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private PngBytes() {}

  /**
   * @param values the samples, pixel by pixel, from the top left
   * @param before chunks between the header and the pixels, each by {@link #chunk}
   */
  static byte[] encode(
      int width,
      int height,
      int type,
      int depth,
      boolean interlaced,
      int[] values,
      byte[]... before)
      throws IOException {
    var png = new PngBytes();
    png.bytes.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    var header = new ByteArrayOutputStream();
    var data = new DataOutputStream(header);
    data.writeInt(width);
    data.writeInt(height);
    data.write(new byte[] {(byte) depth, (byte) type, 0, 0, (byte) (interlaced ? 1 : 0)});
    png.bytes.write(chunk("IHDR", header.toByteArray()));
    for (byte[] chunk : before) {
      png.bytes.write(chunk);
    }
    int samples = new int[] {1, 0, 3, 1, 2, 0, 4}[type];
    var raw = new ByteArrayOutputStream();
    for (int[] pass : interlaced ? ADAM7 : ONE_PASS) {
      for (int y = pass[1]; y < height && pass[0] < width; y += pass[3]) {
        raw.write(0);
        int buffer = 0;
        int filled = 0;
        for (int x = pass[0]; x < width; x += pass[2]) {
          for (int s = 0; s < samples; s++) {
            buffer = buffer << depth | values[(y * width + x) * samples + s];
            filled += depth;
            while (filled >= 8) {
              filled -= 8;
              raw.write(buffer >> filled);
              buffer &= (1 << filled) - 1;
            }
          }
        }
        if (filled > 0) {
          raw.write(buffer << 8 - filled);
        }
      }
    }
    png.bytes.write(chunk("IDAT", deflated(raw.toByteArray())));
    png.bytes.write(chunk("IEND"));
    return png.bytes.toByteArray();
  }

  static byte[] deflated(byte[] content) throws IOException {
    var deflated = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(deflated)) {
      deflater.write(content);
    }
    return deflated.toByteArray();
  }

  static byte[] chunk(String type, byte... content) throws IOException {
    var chunk = new ByteArrayOutputStream();
    var data = new DataOutputStream(chunk);
    data.writeInt(content.length);
    data.writeBytes(type);
    data.write(content);
    var crc = new CRC32();
    crc.update(chunk.toByteArray(), 4, content.length + 4);
    data.writeInt((int) crc.getValue());
    return chunk.toByteArray();
  }
}
