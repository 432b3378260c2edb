package org.atelier.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
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

  private final WriteOptions options;

  PictureWriter(WriteOptions options) {
    this.options = options;
  }

  void write(Picture picture, Path path) throws IOException {
    var format = formatOf(path);
    if (format.equals("jpeg") && picture.hasAlpha()) {
      throw new PictureException(
          "Cannot write %s: JPEG has no alpha; write a PNG, or composite the picture on a background with over(…)"
              .formatted(path));
    }
    if (format.equals("jpeg") && options.bits() != 8) {
      throw new PictureException(
          "Cannot write %s: JPEG has 8 bits per sample, not %s; write a PNG or TIFF"
              .formatted(path, options.bits()));
    }
    var image = toImage(picture);
    try (var file = PictureFile.create(path)) {
      var writer = writerOf(format);
      try (var output = new MemoryCacheImageOutputStream(file.stream())) {
        writer.setOutput(output);
        writer.write(null, new IIOImage(image, null, null), parameters(writer, format));
      } finally {
        writer.dispose();
      }
      file.commit();
    } catch (PictureException e) {
      throw e;
    } catch (IOException e) {
      throw new PictureException(WriteException.of(path, e).getMessage(), e);
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

  private BufferedImage toImage(Picture picture) {
    int channels = picture.channels();
    if (channels > 4) {
      throw new IllegalArgumentException(
          "Expected grey, RGB or either with alpha (1 to 4 channels), but the picture has "
              + channels
              + " channels");
    }
    boolean alpha = picture.hasAlpha();
    // Java declares grey as linear light, but the encoders write the samples unchanged.
    var space = ColorSpace.getInstance(channels < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
    var model =
        new ComponentColorModel(
            space,
            alpha,
            false,
            alpha ? ComponentColorModel.TRANSLUCENT : ComponentColorModel.OPAQUE,
            options.bits() == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    int width = picture.width();
    var raster = model.createCompatibleWritableRaster(width, picture.height());
    var row = new int[width * channels];
    for (int y = 0; y < picture.height(); y++) {
      for (int c = 0; c < channels; c++) {
        for (int x = 0; x < width; x++) {
          row[x * channels + c] = sample(picture, c, y, x, options.bits());
        }
      }
      raster.setPixels(0, y, width, 1, row);
    }
    return new BufferedImage(model, raster, false, null);
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
    float clamped = Math.min(1, Math.max(-1, value));
    return Math.round((clamped + 1) * (bits == 8 ? 127.5f : 32767.5f));
  }
}
