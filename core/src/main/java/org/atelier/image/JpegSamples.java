package org.atelier.image;

import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Decodes a JPEG to its stored components, without any conversion of colours. */
final class JpegSamples {
  private JpegSamples() {}

  /** Returns bytes, interleaved. */
  static Raster decode(FileBytes file, ReadLimits limits) throws IOException {
    var encoded = JpegFile.parse(file, limits);
    var reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    var deadline = new Deadline((long) encoded.width() * encoded.height());
    try (var input = new DecoderInput(encoded.bytes(), deadline, encoded.endReads())) {
      var warnings = new DecoderWarnings(reader);
      reader.setInput(input, true, true);
      var raster = reader.readRaster(0, null);
      warnings.check();
      boolean bytes = raster.getTransferType() == DataBuffer.TYPE_BYTE;
      if (!bytes || !(raster.getSampleModel() instanceof ComponentSampleModel)) {
        throw UnreadableFile.unsupported("expected a JPEG of 8 bits per sample within the TIFF");
      }
      return raster;
    } finally {
      reader.dispose();
    }
  }
}
