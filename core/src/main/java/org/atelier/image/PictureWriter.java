package org.atelier.image;

import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.atelier.files.WriteException;

/** Encodes one picture into a file. */
final class PictureWriter {
  private static final Map<String, String> FORMATS =
      Map.of("png", "png", "jpg", "jpeg", "jpeg", "jpeg", "tif", "tiff", "tiff", "tiff");

  /** The encoder's limit. */
  private static final int JPEG_SIDE = 65_500;

  /** Offsets in a TIFF have 32 bits; the rest is for its directory and incompressible data. */
  private static final long TIFF_BYTES = (1L << 32) - (1L << 27);

  private final WriteOptions options;

  PictureWriter(WriteOptions options) {
    this.options = options;
  }

  void write(Picture picture, Path path) throws IOException {
    write(PictureRows.of(picture), path);
  }

  /** Writes a picture whose rows are computed while they are encoded. */
  void write(PictureRows picture, Path path) throws IOException {
    var format = formatOf(path);
    checkSize(path, picture.channels(), picture.height(), picture.width());
    if (format.equals("jpeg") && picture.channels() % 2 == 0) {
      throw new PictureException(
          "Cannot write %s: JPEG has no alpha; write a PNG, or composite the picture on a background with over(…)"
              .formatted(path));
    }
    if (format.equals("jpeg") && options.bits() != 8) {
      throw new PictureException(
          "Cannot write %s: JPEG has 8 bits per sample, not %s; write a PNG or TIFF"
              .formatted(path, options.bits()));
    }
    var rows = new RowImage(picture, options.bits());
    try (var file = PictureFile.create(path)) {
      var writer = writerOf(format);
      try (var output = new MemoryCacheImageOutputStream(file.stream())) {
        writer.setOutput(output);
        // The JPEG encoder copies an image that is not buffered.
        RenderedImage image = format.equals("jpeg") ? rows.buffered() : rows;
        writer.write(null, new IIOImage(image, null, null), parameters(writer, format));
      } finally {
        writer.dispose();
      }
      file.commit();
    } catch (PictureException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IOException e) {
      throw new PictureException(WriteException.of(path, e).getMessage(), e);
    }
  }

  /**
   * Checks that the format of a file can hold a picture of this size, and that its encoder has the
   * memory.
   *
   * @param channels 1 to 4
   */
  void checkSize(Path path, int channels, int height, int width) throws PictureException {
    var format = formatOf(path);
    if (format.equals("jpeg")) {
      if (Math.max(height, width) > JPEG_SIDE) {
        throw new PictureException(
            "Cannot write %s: a JPEG has at most %s pixels at a side, but the picture has %s×%s; write a PNG"
                .formatted(path, JPEG_SIDE, height, width));
      }
      long bytes = (long) height * width * (channels < 3 ? 1 : 3);
      if (bytes > Integer.MAX_VALUE - 8 || !HeapBudget.ofThisProcess().allows(bytes)) {
        throw new PictureException(
            "Cannot write %s: the picture has %s×%s pixels, too many for the JPEG encoder, which needs them all in memory; write a PNG, or %s"
                .formatted(path, height, width, HeapBudget.advice(bytes)));
      }
    }
    long bytes = (long) height * width * channels * (options.bits() / 8);
    if (format.equals("tiff") && bytes > TIFF_BYTES) {
      throw new PictureException(
          "Cannot write %s: a TIFF has at most 4 GB, but the picture of %s×%s pixels has %s GB; write a PNG"
              .formatted(path, height, width, bytes / (1L << 30)));
    }
  }

  private static String formatOf(Path path) throws PictureException {
    var name = String.valueOf(path.getFileName());
    var suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    var format = name.contains(".") ? FORMATS.get(suffix) : null;
    if (format == null) {
      throw new PictureException(
          "Cannot write %s: expected a name that ends with .png, .jpg, .jpeg, .tif or .tiff"
              .formatted(path));
    }
    return format;
  }

  /**
   * Returns the JDK's encoder: TwelveMonkeys' TIFF encoder rejects 16 bits in more than one
   * channel, and its JPEG encoder delegates to the JDK's.
   */
  private static ImageWriter writerOf(String format) {
    var writers = ImageIO.getImageWritersByFormatName(format);
    while (writers.hasNext()) {
      var writer = writers.next();
      if (writer.getClass().getModule() == ImageIO.class.getModule()) {
        return writer;
      }
    }
    throw new IllegalStateException("This Java runtime has no encoder for " + format);
  }

  private ImageWriteParam parameters(ImageWriter writer, String format) {
    var parameters = writer.getDefaultWriteParam();
    if (format.equals("jpeg")) {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(options.jpegQuality());
    } else if (format.equals("tiff")) {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionType("Deflate");
    }
    return parameters;
  }

  /**
   * Quantises a value to 8 or 16 bits: [-1, 1] is mapped to the full range, other values are
   * clamped.
   *
   * @throws IllegalArgumentException if the value is NaN
   */
  static int sample(Picture picture, int channel, int row, int column, int bits) {
    float value = picture.values()[(channel * picture.height() + row) * picture.width() + column];
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException(
          "Expected values in [-1, 1], but the picture has NaN in channel %s, row %s, column %s; did the model that made it diverge?"
              .formatted(channel, row, column));
    }
    return RowImage.quantised(value, bits);
  }
}
