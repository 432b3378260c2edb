package org.atelier.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.SampleModel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes one picture: header, bounds, pixels, colours, orientation, in this order. */
final class PictureReader {
  private static final Logger LOG = LoggerFactory.getLogger(PictureReader.class);

  /**
   * The formats read: ImageIO's WBMP reader would accept nearly any bytes that begin with zeros.
   */
  private static final Set<String> FORMATS = Set.of("png", "jpeg", "tiff", "webp", "gif", "bmp");

  /** Bytes of a pixel of the largest kind, RGB and alpha of 16 bits, as samples and floats. */
  private static final int MOST_BYTES = 4 * 2 + 7 * Float.BYTES;

  /** The longest array. */
  private static final int MOST_FLOATS = Integer.MAX_VALUE - 8;

  private final String name;
  private final long maxPixels;
  private final HeapBudget heap;

  /**
   * @param name the file's name for messages
   * @param heap what the picture may take of the Java heap
   */
  PictureReader(String name, long maxPixels, HeapBudget heap) {
    this.name = name;
    this.maxPixels = maxPixels;
    this.heap = heap;
  }

  /** Decodes a picture that fits into memory as floats. */
  DecodedPicture read(InputStream stream) throws IOException {
    CompactPicture compact = open(stream, true);
    return new DecodedPicture(compact.whole(), compact.bits());
  }

  /** Decodes a picture that fits into memory with its file's samples. */
  CompactPicture open(InputStream stream) throws IOException {
    return open(stream, false);
  }

  private CompactPicture open(InputStream stream, boolean asFloats) throws IOException {
    var bytes = new PushbackInputStream(stream);
    int first = bytes.read();
    if (first < 0) {
      throw new PictureException(
          "Cannot read %s: expected a picture, but the file is empty; delete it or copy it again"
              .formatted(name));
    }
    bytes.unread(first);
    // In memory: ImageIO would otherwise create a temporary file for every picture.
    try (var input = new MemoryCacheImageInputStream(bytes)) {
      var reader = readerOf(input);
      try {
        return decode(reader, input, asFloats);
      } catch (PictureException e) {
        throw e;
      } catch (EOFException e) {
        throw truncated(e);
      } catch (IOException | RuntimeException e) {
        // On damaged files decoders throw any unchecked exception: index out of bounds, colours, …
        throw endsEarly(e)
            ? truncated(e)
            : new PictureException(
                "Cannot read %s: the %s data are damaged or of an unsupported kind (%s); save it again with another program"
                    .formatted(name, format(reader), e.getMessage()),
                e);
      } finally {
        reader.dispose();
      }
    }
  }

  private ImageReader readerOf(ImageInputStream input) throws IOException {
    var readers = ImageIO.getImageReaders(input);
    while (readers.hasNext()) {
      var reader = readers.next();
      if (FORMATS.contains(format(reader))) {
        return reader;
      }
    }
    var start = new byte[8];
    input.seek(0);
    int count = Math.max(0, input.read(start));
    var hex = new StringBuilder();
    for (int i = 0; i < count; i++) {
      hex.append(i == 0 ? "" : " ").append(Integer.toHexString(start[i] & 255 | 256).substring(1));
    }
    throw new PictureException(
        "Cannot read %s: expected a picture (PNG, JPEG, TIFF, WebP, GIF or BMP), but it begins with the bytes %s; convert or exclude it"
            .formatted(name, hex));
  }

  private CompactPicture decode(ImageReader reader, ImageInputStream input, boolean asFloats)
      throws IOException {
    boolean png = format(reader).equals("png");
    // Before decoding, which discards the stream behind the header.
    var declared = png ? PngProfile.find(input, name) : null;
    reader.setInput(input, false, png); // PngProfile says why a PNG's metadata are not read
    checkBounds(reader.getWidth(0), reader.getHeight(0));
    checkMemory(reader, asFloats);

    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    var image = reader.read(0);
    for (var warning : warnings) {
      if (speaksOfMissingData(warning)) {
        throw truncated(null);
      }
    }
    int bits = image.getSampleModel().getSampleSize(0) > 8 ? 16 : 8;
    if (png) {
      CompactPicture.Conversion conversion =
          part -> {
            var samples = Samples.of(part, name);
            // A profile whose colour model differs from the picture's is ignored, as in other
            // decoders.
            boolean fits = declared != null && declared.getNumComponents() == samples.colours();
            return samples.toSrgb(fits ? declared : null);
          };
      return new CompactPicture(image, conversion, Orientation.NORMAL, bits);
    }
    return new CompactPicture(
        image, part -> Samples.of(part, name).toSrgb(spaceOf(part)), orientation(reader), bits);
  }

  private static @Nullable ColorSpace spaceOf(BufferedImage image) {
    // Palette entries are sRGB already; the colour space of the model adds nothing.
    return image.getColorModel() instanceof IndexColorModel
        ? null
        : image.getColorModel().getColorSpace();
  }

  private void checkBounds(int width, int height) throws PictureException {
    if ((long) width * height > maxPixels) {
      throw new PictureException(
          "Cannot read %s: it declares %s×%s pixels, but at most %s are read; raise the limit if you trust the file"
              .formatted(name, width, height, maxPixels));
    }
  }

  /** Refuses a picture that needs more memory than Java has, before it is decoded. */
  private void checkMemory(ImageReader reader, boolean asFloats) throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (heap.allows(pixels * MOST_BYTES)) {
      return;
    }
    var types = reader.getImageTypes(0);
    var type = types.hasNext() ? types.next() : null;
    int channels = type == null ? 4 : type.getNumComponents();
    int bytes = type == null ? MOST_BYTES : bytes(type.getSampleModel());
    if (asFloats) {
      // Without its alpha, a picture is a second array.
      boolean alpha = type == null || type.getColorModel().hasAlpha();
      bytes += Float.BYTES * (alpha ? 2 * channels - 1 : channels);
    }
    if (!heap.allows(pixels * bytes) || pixels * channels > MOST_FLOATS) {
      throw new PictureException(
          "Cannot read %s: it has %s×%s pixels, %s in all, but the memory that Java may use is enough for %s of this kind; make the picture smaller, or %s"
              .formatted(
                  name,
                  reader.getWidth(0),
                  reader.getHeight(0),
                  pixels,
                  Math.min(heap.bytes() / bytes, MOST_FLOATS / channels),
                  HeapBudget.advice(pixels * bytes)));
    }
  }

  private static int bytes(SampleModel model) {
    return model.getNumDataElements() * DataBuffer.getDataTypeSize(model.getTransferType()) / 8;
  }

  private Orientation orientation(ImageReader reader) {
    try {
      var metadata = reader.getImageMetadata(0);
      if (metadata == null || !metadata.isStandardMetadataFormatSupported()) {
        return Orientation.NORMAL;
      }
      return Orientation.ofStandardMetadata(
          metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName));
    } catch (IOException | RuntimeException e) {
      // The pixels are complete; damaged orientation metadata are no reason to reject them.
      LOG.warn("{} has unreadable metadata; its orientation is taken as normal", name, e);
      return Orientation.NORMAL;
    }
  }

  /** JPEG decoders fill missing data with grey and only warn; the warnings are in English. */
  private static boolean speaksOfMissingData(String warning) {
    var text = warning.toLowerCase(Locale.ROOT);
    return text.contains("premature end") || text.contains("truncated");
  }

  private static boolean endsEarly(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof EOFException || String.valueOf(e.getMessage()).contains("Unexpected end")) {
        return true;
      }
    }
    return false;
  }

  private PictureException truncated(@Nullable Throwable cause) {
    var message =
        "Cannot read %s: expected a complete picture, but the file is truncated; copy or download it again"
            .formatted(name);
    return cause == null ? new PictureException(message) : new PictureException(message, cause);
  }

  private static String format(ImageReader reader) throws IOException {
    var format = reader.getFormatName().toLowerCase(Locale.ROOT);
    return format.equals("bigtiff") ? "tiff" : format;
  }
}
