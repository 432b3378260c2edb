package org.atelier.image;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.atelier.files.WriteException;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames as an animated GIF, or as numbered PNG files, which keep 16 bits and alpha. Not
 * thread-safe.
 *
 * @see PictureFrames
 */
public final class FrameWriter implements AutoCloseable {
  private static final int FEWEST_DIGITS = 4;

  /** The shortest delay that browsers keep to. */
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private static final Duration LONGEST = Duration.ofMillis(655_350);

  private final @Nullable AnimatedGif gif;
  private final Path folder;
  private final NumberedNames names;
  private final int expected;
  private int count;

  private FrameWriter(@Nullable AnimatedGif gif, Path folder, NumberedNames names, int expected) {
    this.gif = gif;
    this.folder = folder;
    this.names = names;
    this.expected = expected;
  }

  /**
   * Opens the frames of a path for writing:
   *
   * <ul>
   *   <li>a name that ends with {@code .gif}: an animation, which appears when the writer is
   *       closed;
   *   <li>a name with one {@code %d} or {@code %04d} that ends with {@code .png}: files with the
   *       numbers from 1 on, in an existing folder;
   *   <li>any other name: a folder, made if there is none, with the files {@code frame-0001.png} …
   * </ul>
   *
   * <p>Existing files of the same names are replaced.
   *
   * @param frames how many there will be, for the number of digits, and so that an animation of
   *     fewer, whose making failed, leaves no file; 0 if that is not known
   * @throws PictureException if a GIF cannot be created, or a pattern is not one of PNG files
   * @throws WriteException if a folder cannot be made
   */
  public static FrameWriter open(Path path, int frames) throws IOException {
    String name = String.valueOf(path.getFileName());
    Optional<NumberedNames> pattern = NumberedNames.of(path);
    if (pattern.isPresent()) {
      if (!PictureNames.extension(name).equals("png")) {
        throw new PictureException(
            "Cannot write frames to %s: expected a name that ends with .png, such as frame-%%04d.png"
                .formatted(path));
      }
      Path parent = path.toAbsolutePath().getParent();
      return new FrameWriter(null, parent == null ? path : parent, pattern.get(), frames);
    }
    int digits = Math.max(FEWEST_DIGITS, String.valueOf(frames).length());
    var names = new NumberedNames("frame-", digits, ".png");
    if (PictureNames.extension(name).equals("gif") && !Files.isDirectory(path)) {
      return new FrameWriter(
          new AnimatedGif(path, PictureFrames.DEFAULT_DELAY), path, names, frames);
    }
    try {
      if (Files.isRegularFile(path)) {
        throw new FileAlreadyExistsException(path.toString(), null, "there is a file of this name");
      }
      Files.createDirectories(path);
    } catch (IOException e) {
      throw WriteException.of(path, e);
    }
    return new FrameWriter(null, path, names, frames);
  }

  /**
   * Writes a frame with 8 bits per channel.
   *
   * @see #add(DecodedPicture, Duration)
   */
  public void add(Picture picture, Duration delay) throws IOException {
    add(new DecodedPicture(picture, 8), delay);
  }

  /**
   * Writes a frame. Values outside [-1, 1] are clamped; a GIF has 256 colours a frame and no alpha,
   * which is composited on white.
   *
   * @param frame of a GIF, of the size of the first
   * @param delay how long it is shown, 20 ms to 655 s, beyond which the nearest is taken; files do
   *     not keep it
   * @throws IllegalArgumentException if a value is NaN, or the frame of a GIF has another size
   * @throws PictureException if a file cannot be written
   */
  public void add(DecodedPicture frame, Duration delay) throws IOException {
    count++;
    if (gif != null) {
      gif.add(frame.picture(), within(delay));
    } else {
      Pictures.write(
          frame.picture(),
          folder.resolve(names.name(count)),
          WriteOptions.defaults().withBits(frame.bits()));
    }
  }

  private static Duration within(Duration delay) {
    if (delay.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  /** Returns the number of frames that were added. */
  public int count() {
    return count;
  }

  /**
   * Finishes an animation; leaves no file if fewer frames were added than were announced.
   *
   * @throws PictureException if it has no frame, or the file cannot be written
   */
  @Override
  public void close() throws IOException {
    if (gif != null) {
      if (count < expected) {
        gif.discard();
      }
      gif.close();
    }
  }
}
