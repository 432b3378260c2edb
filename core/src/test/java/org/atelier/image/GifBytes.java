package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Makes GIFs of four colours, byte by byte: black, red, green and blue. */
final class GifBytes {
  /** Of {@link #frame}: no pixel is transparent. */
  static final int OPAQUE = -1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  GifBytes(int width, int height) {
    out.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
    number(width);
    number(height);
    out.writeBytes(new byte[] {(byte) 0x81, 0, 0});
    out.writeBytes(new byte[] {0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0, -1});
  }

  /**
   * @param transparent the colour that is transparent, or {@link #OPAQUE}
   * @param colours by rows, each from 0 to 3
   */
  GifBytes frame(
      int left, int top, int width, int hundredths, int disposal, int transparent, int... colours) {
    out.writeBytes(new byte[] {0x21, (byte) 0xF9, 4});
    out.write(disposal << 2 | (transparent == OPAQUE ? 0 : 1));
    number(hundredths);
    out.write(Math.max(0, transparent));
    out.write(0);
    out.write(',');
    number(left);
    number(top);
    number(width);
    number(colours.length / width);
    out.write(0);
    codes(colours);
    return this;
  }

  GifBytes comment(String text) {
    out.writeBytes(new byte[] {0x21, (byte) 0xFE, (byte) text.length()});
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
    return this;
  }

  /** Codes of 3 bits from the lowest bit on: before each pixel a clear (4), so they never grow. */
  private void codes(int... colours) {
    out.write(2);
    var bits = new StringBuilder();
    for (int colour : colours) {
      bits.append("001").append(reversed(colour));
    }
    bits.append(reversed(5));
    while (bits.length() % 8 != 0) {
      bits.append('0');
    }
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < bits.length(); i += 8) {
      String octet = new StringBuilder(bits.substring(i, i + 8)).reverse().toString();
      bytes.write(Integer.parseInt(octet, 2));
    }
    byte[] all = bytes.toByteArray();
    for (int from = 0; from < all.length; from += 255) {
      int count = Math.min(255, all.length - from);
      out.write(count);
      out.write(all, from, count);
    }
    out.write(0);
  }

  private static String reversed(int code) {
    return "" + (code & 1) + (code >> 1 & 1) + (code >> 2 & 1);
  }

  private void number(int value) {
    out.write(value & 255);
    out.write(value >> 8);
  }

  byte[] end() {
    out.write(';');
    return out.toByteArray();
  }
}
