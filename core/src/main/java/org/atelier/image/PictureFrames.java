package org.atelier.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Pictures that are shown one after another: those of a folder or of a numbered sequence, or the
 * frames of an animated GIF. One frame is in memory at a time.
 *
 * <pre>{@code
 * PictureFrames film = PictureFrames.open(Path.of("cat.gif"));
 * try (FrameWriter out = FrameWriter.open(Path.of("grey-cat.gif"), film.count())) {
 *   for (var frames = film.cursor(); frames.hasNext(); ) {
 *     PictureFrames.Frame frame = frames.next();
 *     out.add(frame.decoded().picture().toGrey(), frame.delay());
 *   }
 * }
 * }</pre>
 */
public interface PictureFrames {
  /** How long a frame is shown whose file does not say so: 25 frames a second. */
  Duration DEFAULT_DELAY = Duration.ofMillis(40);

  /**
   * A frame.
   *
   * @param index its number, from 0
   * @param name where it is from, for messages
   * @param decoded the whole picture that is seen, with the bit depth of its file
   * @param delay how long it is shown, at least 20 ms
   */
  record Frame(int index, String name, DecodedPicture decoded, Duration delay) {}

  /** A pass over the frames from the first to the last. Not thread-safe. */
  interface Cursor {
    /** Returns whether there is a further frame. */
    boolean hasNext();

    /**
     * Reads the next frame.
     *
     * @throws PictureException if it cannot be read
     * @throws java.util.NoSuchElementException if there is none
     */
    Frame next() throws IOException;
  }

  /** Returns the number of frames, at least 1. */
  int count();

  /** Begins a new pass. */
  Cursor cursor();

  /**
   * Opens the frames of a path:
   *
   * <ul>
   *   <li>of a folder: its pictures, without those of folders in it, in natural order ({@code
   *       frame2} before {@code frame10});
   *   <li>of a name with one {@code %d} or {@code %04d}, such as {@code shots/frame-%04d.png}: the
   *       files that have a number there, of four digits or more, in the order of the numbers,
   *       which may begin anywhere and have gaps;
   *   <li>of a GIF: its frames, as browsers show them. A frame that names a delay below 20 ms is
   *       shown for 100 ms. Where nothing was drawn the picture is transparent; all frames have 3
   *       channels, or all 4.
   * </ul>
   *
   * <p>The frames of a folder or a sequence may have any formats, and each has its own size.
   *
   * @throws PictureException if the path is none of that, has no picture, or a GIF is damaged, has
   *     more than 90,000 frames, or is too large
   * @throws IOException if a folder cannot be listed
   */
  static PictureFrames open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return FrameFiles.ofFolder(path);
    }
    if (NumberedNames.isPattern(path)) {
      return FrameFiles.ofSequence(path);
    }
    return Pictures.frames(path);
  }

  /**
   * Reads the frames of a GIF from a stream, which is not closed.
   *
   * @param name its name in messages
   * @throws PictureException as {@link #open}
   */
  static PictureFrames read(InputStream gif, String name) throws IOException {
    return new PictureReader(name, Pictures.DEFAULT_MAX_PIXELS).animation(gif, 0);
  }

  /**
   * Returns whether a path names several pictures rather than one: a folder, a numbered sequence or
   * a GIF of more than one frame.
   *
   * @throws IOException if a GIF cannot be read
   */
  static boolean isSequence(Path path) throws IOException {
    if (Files.isDirectory(path) || NumberedNames.isPattern(path)) {
      return true;
    }
    String name = String.valueOf(path.getFileName());
    return PictureNames.extension(name).equals("gif")
        && Files.isRegularFile(path)
        && open(path).count() > 1;
  }
}
