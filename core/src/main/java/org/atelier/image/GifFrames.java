package org.atelier.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an animated GIF as a browser shows them: each drawn over what the ones before it
 * left. The file is in memory; frames are decoded and drawn one after another.
 */
final class GifFrames implements PictureFrames {
  /** Browsers show a frame whose delay is 0 or 1 hundredth of a second for ten. */
  private static final int SHORTEST = 2;

  private static final int BROWSERS = 10;

  /** The screen, what comes back to it, a row and the frame, and the values of a picture. */
  private static final int PIXEL_BYTES = 3 * Integer.BYTES + 4 * Float.BYTES;

  private static final int CLEAR = 2;
  private static final int BRING_BACK = 3;
  private static final int OPAQUE = 0xFF;

  private final PictureReader reader;
  private final String name;
  private final GifFile file;
  private final List<GifFile.Frame> frames;
  private final int width;
  private final int height;
  private final boolean alpha;

  private GifFrames(
      PictureReader reader,
      String name,
      GifFile file,
      List<GifFile.Frame> frames,
      EncodedPicture.Canvas canvas) {
    this.reader = reader;
    this.name = name;
    this.file = file;
    this.frames = frames;
    width = canvas.width();
    height = canvas.height();
    GifFile.Frame first = frames.get(0);
    // Once all of the screen is drawn on, only what is cleared is transparent again.
    alpha =
        first.transparent()
            || first.width() != width
            || first.height() != height
            || frames.stream().anyMatch(frame -> frame.disposal() == CLEAR);
  }

  static GifFrames of(FileBytes bytes, ReadLimits limits, PictureReader reader) throws IOException {
    GifFile file = GifFile.of(bytes, limits);
    List<GifFile.Frame> frames = file.frames();
    EncodedPicture.Canvas canvas = file.canvas(frames.get(0));
    limits.checkMemory(canvas.width(), canvas.height(), PIXEL_BYTES, 4, bytes.length());
    return new GifFrames(reader, limits.name(), file, frames, canvas);
  }

  @Override
  public int count() {
    return frames.size();
  }

  @Override
  public Cursor cursor() {
    return new Screen();
  }

  /** What is on the screen while the animation runs. */
  private final class Screen implements Cursor {
    /** Alpha, red, green and blue from the highest byte on; transparent where nothing was drawn. */
    private int[] pixels = new int[width * height];

    private int @Nullable [] before;
    private int next;

    @Override
    public boolean hasNext() {
      return next < frames.size();
    }

    @Override
    public Frame next() throws IOException {
      if (!hasNext()) {
        throw new NoSuchElementException("There are %s frames".formatted(frames.size()));
      }
      if (next > 0) {
        dispose(frames.get(next - 1));
      }
      GifFile.Frame frame = frames.get(next);
      BufferedImage image = reader.frame(file.encoded(frame));
      before = frame.disposal() == BRING_BACK ? pixels.clone() : null;
      draw(frame, image);
      int hundredths = frame.hundredths() < SHORTEST ? BROWSERS : frame.hundredths();
      int index = next++;
      return new Frame(
          index,
          "frame %s of %s".formatted(index + 1, name),
          new DecodedPicture(picture(), 8),
          Duration.ofMillis(10L * hundredths));
    }

    private void dispose(GifFile.Frame frame) {
      int[] kept = before;
      if (kept != null) {
        pixels = kept;
      } else if (frame.disposal() == CLEAR) {
        int right = Math.min(width, frame.left() + frame.width());
        for (int y = frame.top(); y < Math.min(height, frame.top() + frame.height()); y++) {
          if (frame.left() < right) {
            Arrays.fill(pixels, y * width + frame.left(), y * width + right, 0);
          }
        }
      }
    }

    /** Draws what of a frame is opaque and on the screen. */
    private void draw(GifFile.Frame frame, BufferedImage image) {
      int columns = Math.min(image.getWidth(), width - frame.left());
      if (columns < 1) {
        return;
      }
      var row = new int[columns];
      for (int y = 0; y < Math.min(image.getHeight(), height - frame.top()); y++) {
        image.getRGB(0, y, columns, 1, row, 0, columns);
        int to = (frame.top() + y) * width + frame.left();
        for (int x = 0; x < columns; x++) {
          if (row[x] >>> 24 == OPAQUE) {
            pixels[to + x] = row[x];
          }
        }
      }
    }

    private Picture picture() {
      int plane = pixels.length;
      int channels = alpha ? 4 : 3;
      var values = new float[Math.multiplyExact(channels, plane)];
      for (int i = 0; i < plane; i++) {
        int argb = pixels[i];
        for (int c = 0; c < 3; c++) {
          values[c * plane + i] = (argb >> (16 - 8 * c) & 255) / 127.5f - 1;
        }
        if (alpha) {
          values[3 * plane + i] = (argb >>> 24) / 127.5f - 1;
        }
      }
      return new Picture(channels, height, width, values);
    }
  }
}
