package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a GIF up to the end of its first frame, which alone is given to the decoder. A
 * frame is a part of the screen.
 */
final class GifFile {
  private static final int HEADER = 13;
  private static final int DESCRIPTOR = 10;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;

  /** The most pixels a code can stand for. */
  private static final int MOST_PIXELS = 4096;

  private final FileBytes file;
  private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();

  private GifFile(FileBytes file) {
    this.file = file;
  }

  static EncodedPicture parse(FileBytes file, ReadLimits limits) throws IOException {
    return new GifFile(file.ordered(true)).parse(limits);
  }

  private EncodedPicture parse(ReadLimits limits) throws IOException {
    int at = HEADER + colours(file.u8(10));
    int control = -1;
    while (file.u8(at) != IMAGE) {
      if (file.u8(at) != EXTENSION) {
        throw UnreadableFile.damaged("a block of the unknown kind %s", file.u8(at));
      }
      if (file.u8(at + 1) == GRAPHIC_CONTROL && file.u8(at + 2) == 4) {
        control = at;
      }
      at = behindBlocks(at + 2);
    }
    int left = file.u16(at + 1);
    int top = file.u16(at + 3);
    int width = file.u16(at + 5);
    int height = file.u16(at + 7);
    limits.check(width, height);
    var canvas = canvas(left, top, width, height);
    if (canvas != null) {
      limits.check(canvas.width(), canvas.height());
    }
    int data = at + DESCRIPTOR + colours(file.u8(at + 9));
    int bits = file.u8(data);
    if (bits < 1 || bits > 8) {
      throw UnreadableFile.damaged("codes of %s bits", bits);
    }
    int end = behindBlocks(data + 1);
    if ((long) width * height > (long) (end - data) * MOST_PIXELS) {
      throw UnreadableFile.truncated();
    }
    decoded.write(file.copy(0, HEADER + colours(file.u8(10))));
    if (control >= 0) {
      decoded.write(file.copy(control, 7));
      decoded.write(0);
    }
    decoded.write(file.copy(at, end - at));
    decoded.write(';');
    return new EncodedPicture(
        "gif",
        decoded.toByteArray(),
        width,
        height,
        Orientation.NORMAL,
        null,
        canvas,
        null,
        EncodedPicture.SOME_END_READS);
  }

  /** Returns the bytes of the colour table that packed fields declare. */
  private static int colours(int packed) {
    return (packed & 0x80) == 0 ? 0 : 3 << (packed & 7) + 1;
  }

  /** Returns the position behind blocks that each begin with their length, the last with 0. */
  private int behindBlocks(int from) throws UnreadableFile {
    int at = from;
    while (file.u8(at) != 0) {
      at += 1 + file.u8(at);
    }
    return at + 1;
  }

  /** A frame that reaches beyond the screen enlarges it, as in browsers. */
  private EncodedPicture.@Nullable Canvas canvas(int left, int top, int width, int height)
      throws UnreadableFile {
    int screenWidth = Math.max(file.u16(6), left + width);
    int screenHeight = Math.max(file.u16(8), top + height);
    return screenWidth == width && screenHeight == height
        ? null
        : new EncodedPicture.Canvas(screenWidth, screenHeight, left, top);
  }
}
