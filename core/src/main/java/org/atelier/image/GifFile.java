package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a GIF. A frame is a part of the screen; each is given to the decoder as a file
 * of its own.
 */
final class GifFile {
  private static final int HEADER = 13;
  private static final int DESCRIPTOR = 10;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;

  /** The most pixels a code can stand for. */
  private static final int MOST_PIXELS = 4096;

  /** An hour at 25 frames a second. */
  private static final int MOST_FRAMES = 90_000;

  private final FileBytes file;
  private final ReadLimits limits;

  /**
   * A frame.
   *
   * @param left its first column on the screen
   * @param top its first row on the screen
   * @param hundredths how long it is shown, in hundredths of a second
   * @param disposal what becomes of it afterwards: 2 it is cleared, 3 what was before comes back,
   *     otherwise it stays
   * @param transparent whether some of its pixels may be transparent
   * @param control the position of its graphic control extension in the file; -1 for none
   * @param at the position of its descriptor
   * @param end the position behind it
   */
  record Frame(
      int left,
      int top,
      int width,
      int height,
      int hundredths,
      int disposal,
      boolean transparent,
      int control,
      int at,
      int end) {}

  private GifFile(FileBytes file, ReadLimits limits) {
    this.file = file.ordered(true);
    this.limits = limits;
  }

  static GifFile of(FileBytes file, ReadLimits limits) {
    return new GifFile(file, limits);
  }

  /** Parses the first frame alone, on its screen. */
  static EncodedPicture parse(FileBytes file, ReadLimits limits) throws IOException {
    var gif = new GifFile(file, limits);
    Frame first = gif.frame(gif.start());
    if (first == null) {
      throw UnreadableFile.damaged("no frame");
    }
    var canvas = gif.canvas(first);
    return gif.encoded(
        first,
        canvas.width() == first.width() && canvas.height() == first.height() ? null : canvas);
  }

  /** Returns all frames, at least one. */
  List<Frame> frames() throws IOException {
    var frames = new ArrayList<Frame>();
    int at = start();
    for (Frame frame = frame(at); frame != null; frame = frame(frame.end())) {
      if (frames.size() == MOST_FRAMES) {
        throw UnreadableFile.unsupported(
            "expected at most %s frames, but there are more; cut the animation", MOST_FRAMES);
      }
      frames.add(frame);
    }
    if (frames.isEmpty()) {
      throw UnreadableFile.damaged("no frame");
    }
    return frames;
  }

  /** The position behind the header. */
  private int start() throws UnreadableFile {
    return HEADER + colours(file.u8(10));
  }

  /** Parses the next frame from a position on; null at the end of the animation. */
  private @Nullable Frame frame(int from) throws IOException {
    int at = from;
    int control = -1;
    while (file.u8(at) != IMAGE) {
      if (file.u8(at) == TRAILER) {
        return null;
      }
      if (file.u8(at) != EXTENSION) {
        throw UnreadableFile.damaged("a block of the unknown kind %s", file.u8(at));
      }
      if (file.u8(at + 1) == GRAPHIC_CONTROL && file.u8(at + 2) == 4) {
        control = at;
      }
      at = behindBlocks(at + 2);
    }
    int width = file.u16(at + 5);
    int height = file.u16(at + 7);
    limits.check(width, height);
    int data = at + DESCRIPTOR + colours(file.u8(at + 9));
    int bits = file.u8(data);
    if (bits < 1 || bits > 8) {
      throw UnreadableFile.damaged("codes of %s bits", bits);
    }
    int end = behindBlocks(data + 1);
    if ((long) width * height > (long) (end - data) * MOST_PIXELS) {
      throw UnreadableFile.truncated();
    }
    int packed = control < 0 ? 0 : file.u8(control + 3);
    return new Frame(
        file.u16(at + 1),
        file.u16(at + 3),
        width,
        height,
        control < 0 ? 0 : file.u16(control + 4),
        packed >> 2 & 7,
        (packed & 1) != 0,
        control,
        at,
        end);
  }

  /** Returns a frame as a file of its own, without what the animation has drawn before it. */
  EncodedPicture encoded(Frame frame) throws IOException {
    return encoded(frame, null);
  }

  private EncodedPicture encoded(Frame frame, EncodedPicture.@Nullable Canvas canvas)
      throws IOException {
    var decoded = new ByteArrayOutputStream();
    decoded.write(file.copy(0, start()));
    if (frame.control() >= 0) {
      decoded.write(file.copy(frame.control(), 7));
      decoded.write(0);
    }
    decoded.write(file.copy(frame.at(), frame.end() - frame.at()));
    decoded.write(TRAILER);
    return new EncodedPicture(
        "gif",
        decoded.toByteArray(),
        frame.width(),
        frame.height(),
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

  /**
   * Returns the screen with the first frame on it. If the frame reaches beyond the screen it
   * enlarges it, as in browsers.
   */
  EncodedPicture.Canvas canvas(Frame first) throws IOException {
    int width = Math.max(file.u16(6), first.left() + first.width());
    int height = Math.max(file.u16(8), first.top() + first.height());
    limits.check(width, height);
    return new EncodedPicture.Canvas(width, height, first.left(), first.top());
  }
}
