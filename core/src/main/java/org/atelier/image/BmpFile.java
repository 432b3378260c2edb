package org.atelier.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of a BMP. The decoder is given a copy in which the sizes that it would believe agree
 * with the file.
 */
final class BmpFile {
  private static final int FILE_HEADER = 14;
  private static final int CORE = 12;
  private static final int INFO = 40;
  private static final int OS2 = 64;
  private static final int V4 = 108;
  private static final int V5 = 124;

  /** The size of the smallest header that has a mask of alpha, and where the mask is. */
  private static final int WITH_ALPHA_MASK = 56;

  private static final int ALPHA_MASK = 66;
  private static final Set<Integer> HEADERS = Set.of(CORE, INFO, 52, WITH_ALPHA_MASK, OS2, V4, V5);

  private static final int PLAIN = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;

  /** Behind a zero: what follows in run-length coded pixels; other numbers are those of pixels. */
  private static final int END_OF_ROW = 0;

  private static final int END_OF_PICTURE = 1;
  private static final int MOVE = 2;

  private static final int CALIBRATED_SRGB = 0x73524742;
  private static final int EMBEDDED_PROFILE = 0x4D424544;

  private final FileBytes file;
  private byte[] patched;

  private BmpFile(FileBytes file) throws UnreadableFile {
    this.file = file;
    this.patched = file.copy(0, file.length());
  }

  static EncodedPicture parse(FileBytes bytes, ReadLimits limits) throws IOException {
    return new BmpFile(bytes.ordered(true)).parse(limits);
  }

  private EncodedPicture parse(ReadLimits limits) throws IOException {
    long headerSize = file.u32(FILE_HEADER);
    if (headerSize > V5 || !HEADERS.contains((int) headerSize)) {
      throw UnreadableFile.damaged("a header of %s bytes", headerSize);
    }
    int header = (int) headerSize;
    boolean core = header == CORE;
    file.part(FILE_HEADER, header);
    int width = core ? file.u16(18) : (int) file.u32(18);
    int signedHeight = core ? file.u16(20) : (int) file.u32(22);
    long height = Math.abs((long) signedHeight);
    limits.check(width, height);
    int bits = file.u16(core ? 24 : 28);
    long compression = core ? PLAIN : file.u32(30);
    check(header, bits, compression, signedHeight);

    long pixels = file.u32(10);
    long colours = core ? 1L << bits : file.u32(46);
    if (bits <= 8) {
      long most = 1L << bits;
      colours = colours == 0 || colours > most ? most : colours;
    } else {
      colours = 0;
    }
    long palette = FILE_HEADER + header + (header == INFO && compression == BIT_FIELDS ? 12 : 0);
    if (palette + colours * (core ? 3 : 4) > pixels && bits <= 8) {
      // Palettes may be shorter than the header says, if the pixels begin earlier.
      colours = (pixels - palette) / (core ? 3 : 4);
    }
    if (bits <= 8 && colours < 1 || pixels < palette) {
      throw UnreadableFile.damaged("pixels that begin at byte %s, within the header", pixels);
    }
    boolean runs = compression == RLE8 || compression == RLE4;
    long rowBytes = ((long) width * bits + 31) / 32 * 4;
    // The last row's padding may be missing.
    if (!file.has(pixels, runs ? 1 : rowBytes * (height - 1) + ((long) width * bits + 7) / 8)) {
      throw UnreadableFile.truncated();
    }
    if (runs) {
      checkRuns(pixels, compression == RLE8 ? 1 : 2, width, height);
    }
    patch(2, patched.length);
    if (!core) {
      patch(34, runs ? (int) (patched.length - pixels) : 0);
      patch(46, bits <= 8 ? (int) colours : 0);
    }
    byte[] profile = profile(header);
    boolean masked = compression == BIT_FIELDS && bits == 16 && header >= WITH_ALPHA_MASK;
    return new EncodedPicture(
        "bmp",
        patched,
        width,
        (int) height,
        Orientation.NORMAL,
        ColourProfile.usable(profile, 3, ColourProfile.Precision.SHORTS, limits),
        null,
        masked ? alpha(pixels, width, signedHeight) : null,
        EncodedPicture.SOME_END_READS);
  }

  /** Returns the alpha of pixels of 16 bits, which the decoder drops; null if they have none. */
  private EncodedPicture.@Nullable Transparency alpha(long from, int width, int signedHeight)
      throws UnreadableFile {
    int mask = (int) (file.u32(ALPHA_MASK) & 0xFFFF);
    if (mask == 0) {
      return null;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    int most = mask >> shift;
    int height = Math.abs(signedHeight);
    long rowBytes = (2L * width + 3) / 4 * 4;
    var alpha = new byte[Math.multiplyExact(width, height)];
    for (int y = 0; y < height; y++) {
      // Rows are stored from the bottom to the top, unless the height is negative.
      long row = from + rowBytes * (signedHeight < 0 ? y : height - 1 - y);
      for (int x = 0; x < width; x++) {
        int value = (file.u16(row + 2L * x) & mask) >> shift;
        alpha[y * width + x] = (byte) Math.round(value * 255f / most);
      }
    }
    return new EncodedPicture.Transparency.Plane(alpha);
  }

  private void check(int header, int bits, long compression, int height) throws IOException {
    if (compression == 4 || compression == 5 || header == OS2 && compression > RLE4) {
      throw UnreadableFile.unsupported(
          "expected a BMP of plain or run-length coded pixels, but its compression is of the kind %s; save it again as a PNG",
          compression);
    }
    boolean valid =
        switch ((int) compression) {
          case PLAIN ->
              bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
          case RLE8 -> bits == 8 && height > 0;
          case RLE4 -> bits == 4 && height > 0;
          case BIT_FIELDS -> bits == 16 || bits == 32;
          default -> false;
        };
    if (!valid) {
      throw UnreadableFile.damaged("%s bits per pixel with compression %s", bits, compression);
    }
  }

  /**
   * Fails if run-length coded pixels end before their last row is full and without the mark of the
   * end; adds the mark if it alone is missing, since the decoder drops the last row without it.
   */
  private void checkRuns(long from, int pixelsPerByte, int width, long height)
      throws UnreadableFile {
    long at = from;
    long x = 0;
    long y = 0;
    while (y < height - 1 || y == height - 1 && x < width) {
      int count = file.u8(at);
      int value = file.u8(at + 1);
      at += 2;
      if (count > 0) {
        x += count;
      } else if (value == END_OF_ROW) {
        x = 0;
        y++;
      } else if (value == END_OF_PICTURE) {
        return;
      } else if (value == MOVE) {
        x += file.u8(at);
        y += file.u8(at + 1);
        at += 2;
      } else {
        int bytes = (value + pixelsPerByte - 1) / pixelsPerByte;
        file.part(at, bytes);
        at += bytes + (bytes & 1);
        x += value;
      }
    }
    if (!file.has(at, 2)) {
      patched = Arrays.copyOf(patched, (int) at + 4);
      System.arraycopy(new byte[] {0, END_OF_ROW, 0, END_OF_PICTURE}, 0, patched, (int) at, 4);
    }
  }

  /** Takes an embedded profile out of a header of version 5, and the colour space of version 4. */
  private byte @Nullable [] profile(int header) throws UnreadableFile {
    if (header < V4) {
      return null;
    }
    byte[] profile = null;
    if (header == V5 && file.u32(70) == EMBEDDED_PROFILE) {
      long at = FILE_HEADER + file.u32(126);
      long length = file.u32(130);
      // One beyond the file's end counts as cut.
      profile = file.has(at, length) ? file.copy(at, length) : new byte[0];
    }
    patch(70, CALIBRATED_SRGB);
    if (header == V5) {
      patch(126, 0);
      patch(130, 0);
    }
    return profile;
  }

  private void patch(int at, int value) {
    for (int i = 0; i < 4; i++) {
      patched[at + i] = (byte) (value >> 8 * i);
    }
  }
}
