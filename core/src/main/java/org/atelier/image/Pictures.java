package org.atelier.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.engine.HostValues;

/**
 * Reads and writes picture files, and converts batches between the Java heap and the engine.
 *
 * <p>Reads PNG, JPEG (CMYK too), TIFF, WebP, GIF (its first frame) and BMP, of 1 to 16 bits per
 * sample: grey, RGB or indexed, with or without alpha. A byte b becomes b / 127.5 − 1. An embedded
 * colour profile is converted to sRGB; samples without a profile are taken as sRGB, grey included.
 * The EXIF orientation of JPEG and TIFF is applied. An indexed file gives grey if its palette has
 * only greys, RGB otherwise.
 *
 * <p>Truncated files are rejected. Failures of reading and writing are {@link PictureException}s
 * that name the file.
 */
public final class Pictures {
  /**
   * The default limit of pixels (width × height) that a file may declare: 2<sup>27</sup>, about 134
   * million, more than cameras produce, since a file of a few bytes can declare any size. Whatever
   * the limit, a picture is refused if it needs more than 60 % of the Java heap: a PNG or JPEG of 8
   * bits in RGB needs 15 bytes for each pixel to be read and 3 to be {@linkplain #open opened},
   * beside twice the file.
   */
  public static final long DEFAULT_MAX_PIXELS = 1L << 27;

  private Pictures() {}

  /**
   * Reads a file of at most {@link #DEFAULT_MAX_PIXELS} pixels.
   *
   * @return a picture with the file's 1 to 4 channels, values in [-1, 1]
   * @throws PictureException if the file is missing, empty, not a picture, damaged, truncated or
   *     too large
   */
  public static Picture read(Path path) throws IOException {
    return read(path, DEFAULT_MAX_PIXELS);
  }

  /**
   * Reads a file of at most {@code maxPixels} pixels (width × height); the header is checked before
   * pixels are decoded.
   *
   * @throws PictureException if the file is missing, empty, not a picture, damaged, truncated or
   *     too large
   */
  public static Picture read(Path path, long maxPixels) throws IOException {
    return decode(path, maxPixels).picture();
  }

  /**
   * Reads a file as {@link #read(Path)} does, and returns its bit depth too.
   *
   * @throws PictureException if the file is missing, empty, not a picture, damaged, truncated or
   *     too large
   */
  public static DecodedPicture decode(Path path) throws IOException {
    return decode(path, DEFAULT_MAX_PIXELS);
  }

  private static DecodedPicture decode(Path path, long maxPixels) throws IOException {
    return from(path, (stream, length) -> reader(path.toString(), maxPixels).read(stream, length));
  }

  /**
   * Decodes a file of at most {@link #DEFAULT_MAX_PIXELS} pixels, but keeps its samples of 1 or 2
   * bytes: for large pictures that are processed in regions.
   *
   * @throws PictureException if the file is missing, empty, not a picture, damaged, truncated or
   *     too large
   */
  public static CompactPicture open(Path path) throws IOException {
    return from(
        path, (stream, length) -> reader(path.toString(), DEFAULT_MAX_PIXELS).open(stream, length));
  }

  /** Opens the frames of a GIF. */
  static PictureFrames frames(Path path) throws IOException {
    return from(
        path,
        (stream, length) -> reader(path.toString(), DEFAULT_MAX_PIXELS).animation(stream, length));
  }

  private static PictureReader reader(String name, long maxPixels) {
    return new PictureReader(name, maxPixels, HeapBudget.ofThisProcess());
  }

  @FunctionalInterface
  private interface Decoding<T> {
    T of(InputStream stream, long length) throws IOException;
  }

  private static <T> T from(Path path, Decoding<T> decoding) throws IOException {
    if (Files.isDirectory(path)) {
      throw new PictureException(
          "Cannot read %s: expected a picture, but it is a folder; give the path of a file"
              .formatted(path));
    }
    try (var stream = Files.newInputStream(path)) {
      return decoding.of(stream, Files.size(path));
    } catch (PictureException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new PictureException(
          "Cannot read %s: the file does not exist; check the path".formatted(path), e);
    } catch (AccessDeniedException e) {
      throw new PictureException(
          "Cannot read %s: access is denied; check its permissions".formatted(path), e);
    } catch (IOException e) {
      throw new PictureException(
          "Cannot read %s: the file system reports an error%s; check its permissions and the disk"
              .formatted(path, reported(e)),
          e);
    }
  }

  private static String reported(IOException e) {
    // The message of a file system's exception may be the path alone.
    var reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null || reason.isBlank() ? "" : " (" + reason + ")";
  }

  /**
   * Reads one picture from a stream, of at most {@link #DEFAULT_MAX_PIXELS} pixels. The stream is
   * not closed, but may be consumed beyond the picture's end.
   *
   * @param name the picture's name in messages
   * @throws PictureException if the stream is empty, not a picture, damaged, truncated or too large
   */
  public static Picture read(InputStream stream, String name) throws IOException {
    return reader(name, DEFAULT_MAX_PIXELS).read(stream, 0).picture();
  }

  /**
   * Writes a picture with {@link WriteOptions#defaults()}.
   *
   * @see #write(Picture, Path, WriteOptions)
   */
  public static void write(Picture picture, Path path) throws IOException {
    write(picture, path, WriteOptions.defaults());
  }

  /**
   * Writes a picture as PNG, JPEG or TIFF, chosen by the extension of the name. Values outside [-1,
   * 1] are clamped; a value v becomes the byte round((v + 1) · 127.5). The file is written
   * atomically and replaces an existing one.
   *
   * @throws PictureException if the extension is unknown, the format cannot hold the picture (JPEG
   *     has no alpha and no 16 bits), or the file cannot be written
   * @throws IllegalArgumentException if a value is NaN, or there are more than 4 channels
   */
  public static void write(Picture picture, Path path, WriteOptions options) throws IOException {
    new PictureWriter(options).write(picture, path);
  }

  /**
   * Copies a batch from the engine to the Java heap, from any device and memory layout (channels
   * last too).
   *
   * @param nchw (N, C, H, W) with 1 to 4 channels, any real data type, in [-1, 1]
   * @return N pictures
   */
  public static List<Picture> fromBatch(NDArray nchw) {
    var shape = nchw.getShape();
    if (shape.dimension() != 4) {
      throw new IllegalArgumentException(
          "Expected a batch of pictures as (N, C, H, W), but got an array of shape %s"
              .formatted(shape));
    }
    int channels = Math.toIntExact(shape.get(1));
    int height = Math.toIntExact(shape.get(2));
    int width = Math.toIntExact(shape.get(3));
    int size = channels * height * width;
    var values = Picture.toFloats(nchw);
    List<Picture> pictures = new ArrayList<>();
    for (int n = 0; n < shape.get(0); n++) {
      var own = new float[size];
      System.arraycopy(values, n * size, own, 0, size);
      pictures.add(new Picture(channels, height, width, own));
    }
    return pictures;
  }

  /**
   * Copies pictures of one shape to the engine.
   *
   * @return (N, C, H, W), float32, attached to {@code manager}
   */
  public static NDArray toBatch(List<Picture> pictures, NDManager manager) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one picture, but got none");
    }
    var first = pictures.get(0);
    int size = first.values().length;
    boolean alone = pictures.size() == 1;
    var values = alone ? first.values() : new float[Math.multiplyExact(size, pictures.size())];
    for (int n = alone ? 1 : 0; n < pictures.size(); n++) {
      var picture = pictures.get(n);
      if (picture.channels() != first.channels()
          || picture.height() != first.height()
          || picture.width() != first.width()) {
        throw new IllegalArgumentException(
            "Expected pictures of one shape, but number 0 is %s and number %s is %s; resize or convert them first"
                .formatted(first, n, picture));
      }
      System.arraycopy(picture.values(), 0, values, n * size, size);
    }
    return HostValues.toArray(
        manager,
        values,
        new Shape(pictures.size(), first.channels(), first.height(), first.width()));
  }
}
