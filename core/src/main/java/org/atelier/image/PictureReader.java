package org.atelier.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one picture. The file's structure is read first ({@link EncodedPicture}): its sizes and
 * lengths are checked against the limit and the file itself, and its notes are left out. The
 * decoder then reads from memory, with an end and a deadline.
 */
final class PictureReader {
  /** Enough to tell the formats apart. */
  private static final int START = 16;

  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  /** Of a pixel of RGB and alpha of 16 bits. */
  private static final int MOST_SAMPLE_BYTES = 4 * 2;

  private static final int MOST_PIXEL_BYTES = MOST_SAMPLE_BYTES + 7 * Float.BYTES;

  private final ReadLimits limits;
  private String format = "picture";
  private long pixels;

  /**
   * @param name the file's name for messages
   */
  PictureReader(String name, long maxPixels) {
    limits = new ReadLimits(name, maxPixels);
  }

  /**
   * @param heap what the picture may take of the Java heap
   */
  PictureReader(String name, long maxPixels, HeapBudget heap) {
    limits = new ReadLimits(name, maxPixels, heap);
  }

  /**
   * @param expectedBytes the stream's length if it is known, else 0; a wrong one costs time only
   * @throws PictureException if the bytes are not a picture that is read
   * @throws IOException if the stream cannot be read
   */
  DecodedPicture read(InputStream stream, long expectedBytes) throws IOException {
    return inMemory(
        stream,
        expectedBytes,
        (kind, file) -> {
          CompactPicture compact = decode(kind, file, true);
          return new DecodedPicture(compact.whole(), compact.bits());
        });
  }

  /**
   * Decodes a picture as {@link #read} does, but keeps the samples of those formats that ImageIO
   * decodes, if the frame is the whole picture.
   */
  CompactPicture open(InputStream stream, long expectedBytes) throws IOException {
    return inMemory(stream, expectedBytes, (kind, file) -> decode(kind, file, false));
  }

  @FunctionalInterface
  private interface Decoding<T> {
    T of(Kind kind, FileBytes file) throws PictureException;
  }

  private <T> T inMemory(InputStream stream, long expectedBytes, Decoding<T> decoding)
      throws IOException {
    var start = stream.readNBytes(START);
    var kind = kindOf(start);
    format = kind.title;
    try {
      return decoding.of(kind, FileBytes.bigEndian(bytes(start, stream, expectedBytes)));
    } catch (OutOfMemoryError e) {
      throw tooLarge(e);
    }
  }

  /** The formats, by how their files begin. */
  private enum Kind {
    PNG("PNG"),
    JPEG("JPEG"),
    TIFF("TIFF"),
    WEBP("WebP"),
    GIF("GIF"),
    BMP("BMP");

    private final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  private Kind kindOf(byte[] start) throws PictureException {
    if (start.length == 0) {
      throw failed("expected a picture, but the file is empty; delete it or copy it again", null);
    }
    var file = FileBytes.bigEndian(start);
    if (file.startsWith(0, PngFile.SIGNATURE)) {
      return Kind.PNG;
    }
    if (file.startsWith(0, "\u00ff\u00d8\u00ff")) {
      return Kind.JPEG;
    }
    if (file.startsWith(0, "II*\0")
        || file.startsWith(0, "MM\0*")
        || file.startsWith(0, "II+\0")
        || file.startsWith(0, "MM\0+")) {
      return Kind.TIFF;
    }
    if (file.startsWith(0, "RIFF") && file.startsWith(8, "WEBP")) {
      return Kind.WEBP;
    }
    if (file.startsWith(0, "GIF87a") || file.startsWith(0, "GIF89a")) {
      return Kind.GIF;
    }
    if (file.startsWith(0, "BM")) {
      return Kind.BMP;
    }
    var hex = new StringBuilder();
    for (int i = 0; i < Math.min(8, start.length); i++) {
      hex.append(i == 0 ? "" : " ").append(Integer.toHexString(start[i] & 255 | 256).substring(1));
    }
    throw failed(
        "expected a picture (PNG, JPEG, TIFF, WebP, GIF or BMP), but it begins with the bytes %s; convert or exclude it"
            .formatted(hex),
        null);
  }

  /** Reads the whole stream, without a second copy if its length is known. */
  private byte[] bytes(byte[] start, InputStream stream, long expectedBytes) throws IOException {
    int expected = (int) Math.max(1 << 12, Math.min(expectedBytes, MOST_BYTES));
    var bytes = Arrays.copyOf(start, expected);
    int count = start.length;
    while (true) {
      int more = stream.readNBytes(bytes, count, bytes.length - count);
      count += more;
      if (count < bytes.length) {
        return Arrays.copyOf(bytes, count);
      }
      int next = stream.read();
      if (next < 0) {
        return bytes;
      }
      if (count >= MOST_BYTES) {
        throw failed("expected a file of less than 2 GiB, but it is larger; convert it", null);
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * count + 1, MOST_BYTES));
      bytes[count++] = (byte) next;
    }
  }

  /**
   * Reads the structure of all frames of a GIF, which are decoded one by one when they are asked
   * for.
   *
   * @throws PictureException if the stream is no GIF, damaged, truncated or too large
   */
  GifFrames animation(InputStream stream, long expectedBytes) throws IOException {
    return inMemory(
        stream,
        expectedBytes,
        (kind, file) -> {
          if (kind != Kind.GIF) {
            throw failed("expected an animated GIF, but it is a %s".formatted(kind.title), null);
          }
          return described(() -> GifFrames.of(file, limits, this));
        });
  }

  /** Decodes one frame of a GIF. */
  BufferedImage frame(EncodedPicture encoded) throws PictureException {
    pixels = (long) encoded.width() * encoded.height();
    try {
      return described(() -> image(encoded, false));
    } catch (OutOfMemoryError e) {
      throw tooLarge(e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private CompactPicture decode(Kind kind, FileBytes file, boolean asFloats)
      throws PictureException {
    return described(() -> kind == Kind.TIFF ? tiff(file) : decode(parse(kind, file), asFloats));
  }

  /** Makes a sentence of whatever the reading of a file throws. */
  private <T> T described(Reading<T> reading) throws PictureException {
    try {
      return reading.read();
    } catch (PictureException e) {
      throw e;
    } catch (UnreadableFile e) {
      throw switch (e.kind()) {
        case TRUNCATED -> truncated(e);
        case DAMAGED -> damaged(e.reason(), e);
        case UNSUPPORTED -> failed(e.reason(), e);
      };
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("Image dimensions imply an allocation")) {
        throw tooLarge(e); // the decoder's own limit, half of the memory
      }
      throw endsEarly(e) ? truncated(e) : damaged(reason(e), e);
    } catch (RuntimeException | AssertionError | InternalError | StackOverflowError e) {
      // On damaged files decoders throw any unchecked exception: index out of bounds, colours, …
      throw endsEarly(e) ? truncated(e) : damaged("the decoder fails", e);
    }
  }

  private EncodedPicture parse(Kind kind, FileBytes file) throws IOException {
    return switch (kind) {
      case PNG -> PngFile.parse(file, limits);
      case JPEG -> JpegFile.parse(file, limits);
      case WEBP -> WebpFile.parse(file, limits);
      case GIF -> GifFile.parse(file, limits);
      default -> BmpFile.parse(file, limits);
    };
  }

  private CompactPicture tiff(FileBytes file) throws IOException {
    var tiff = new TiffFile(file, limits);
    pixels = tiff.pixels();
    var samples = tiff.samples();
    return CompactPicture.of(
        tiff.orientation().upright(samples.toSrgb(tiff.profile())), tiff.bits());
  }

  private CompactPicture decode(EncodedPicture encoded, boolean asFloats) throws IOException {
    var canvas = encoded.canvas();
    pixels =
        canvas == null
            ? (long) encoded.width() * encoded.height()
            : (long) canvas.width() * canvas.height();
    if (canvas != null) {
      limits.checkMemory(
          canvas.width(), canvas.height(), 8 * Float.BYTES, 4, encoded.bytes().length);
    }
    var image = image(encoded, asFloats || canvas != null);
    if (image.getWidth() != encoded.width() || image.getHeight() != encoded.height()) {
      throw UnreadableFile.damaged(
          "a header of %s×%s for %s×%s pixels",
          encoded.width(), encoded.height(), image.getWidth(), image.getHeight());
    }
    int bits = image.getSampleModel().getSampleSize(0) > 8 ? 16 : 8;
    CompactPicture.Conversion conversion =
        part -> samples(image, part, encoded).toSrgb(encoded.profile());
    if (canvas != null) {
      var whole = new Rectangle(image.getWidth(), image.getHeight());
      var picture = canvas.around(conversion.of(whole));
      return CompactPicture.of(encoded.orientation().upright(picture), bits);
    }
    return new CompactPicture(
        image.getHeight(), image.getWidth(), conversion, encoded.orientation(), bits);
  }

  private Samples samples(BufferedImage image, Rectangle part, EncodedPicture encoded)
      throws PictureException {
    var samples =
        Samples.of(image.getSubimage(part.x, part.y, part.width, part.height), limits.name());
    return encoded.transparency() == null
        ? samples
        : samples.with(encoded.transparency().part(part, image.getWidth()));
  }

  private BufferedImage image(EncodedPicture encoded, boolean asFloats) throws IOException {
    var reader = ImageIO.getImageReadersByFormatName(encoded.format()).next();
    var deadline = new Deadline((long) encoded.width() * encoded.height());
    try (var input = new DecoderInput(encoded.bytes(), deadline, encoded.endReads())) {
      var warnings = new DecoderWarnings(reader);
      reader.setInput(input, false, encoded.format().equals("png"));
      checkMemory(reader, encoded, asFloats);
      var image = reader.read(0);
      warnings.check();
      return image;
    } finally {
      reader.dispose();
    }
  }

  private void checkMemory(ImageReader reader, EncodedPicture encoded, boolean asFloats)
      throws IOException {
    if (limits.heap().allows(pixels * MOST_PIXEL_BYTES + 2L * encoded.bytes().length)) {
      return;
    }
    var types = reader.getImageTypes(0);
    var type = types.hasNext() ? types.next() : null;
    int channels = type == null ? 4 : type.getNumComponents();
    int bytes = type == null ? MOST_SAMPLE_BYTES : bytes(type.getSampleModel());
    if (asFloats) {
      boolean alpha = type == null || type.getColorModel().hasAlpha();
      // Whoever reads a picture composites its alpha, which makes a second array.
      bytes += Float.BYTES * (alpha ? 2 * channels - 1 : channels);
    }
    limits.checkMemory(encoded.width(), encoded.height(), bytes, channels, encoded.bytes().length);
  }

  private static int bytes(SampleModel model) {
    int bits = DataBuffer.getDataTypeSize(model.getTransferType());
    return Math.max(1, model.getNumDataElements() * bits / 8);
  }

  /** Returns a decoder's own words, if it has any. */
  private static String reason(IOException e) {
    var message = e.getMessage();
    boolean words =
        e instanceof IIOException
            && message != null
            && message.contains(" ")
            && !message.contains("Exception")
            && !message.contains("null");
    return words ? message : "the decoder fails";
  }

  private static boolean endsEarly(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      boolean told =
          e instanceof UnreadableFile unreadable
              && unreadable.kind() == UnreadableFile.Kind.TRUNCATED;
      if (told
          || e instanceof EOFException
          || String.valueOf(e.getMessage()).contains("Unexpected end")) {
        return true;
      }
    }
    return false;
  }

  private PictureException tooLarge(@Nullable Throwable cause) {
    return failed(
        "%s needs more memory than Java has (%s MiB); give it more by -Xmx, or make the picture smaller"
            .formatted(
                pixels == 0 ? "the file" : "the picture of %s pixels".formatted(pixels),
                Runtime.getRuntime().maxMemory() >> 20),
        cause);
  }

  private PictureException truncated(Throwable cause) {
    return failed(
        "expected a complete picture, but the file is truncated; copy or download it again", cause);
  }

  private PictureException damaged(String reason, Throwable cause) {
    return failed(
        "the %s data are damaged (%s); copy it again, or save it with another program"
            .formatted(format, reason),
        cause);
  }

  private PictureException failed(String sentence, @Nullable Throwable cause) {
    var message = "Cannot read %s: %s".formatted(limits.name(), sentence);
    return cause == null ? new PictureException(message) : new PictureException(message, cause);
  }
}
