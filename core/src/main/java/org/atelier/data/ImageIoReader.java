package org.atelier.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import org.atelier.image.Picture;

/**
 * Decodes with ImageIO alone: 8 bits, no EXIF orientation, no ICC profile.
 *
 * <p>MERGE: use Pictures.read, and delete this class.
 */
final class ImageIoReader implements PictureReader {
  @Override
  public Picture read(InputStream in, String name) throws IOException {
    BufferedImage image = ImageIO.read(in);
    if (image == null) {
      throw new IOException("not a picture in a known format");
    }
    int channels = image.getColorModel().hasAlpha() ? 4 : 3;
    int width = image.getWidth();
    int height = image.getHeight();
    int pixels = width * height;
    var values = new float[channels * pixels];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int argb = row[x];
        for (int c = 0; c < channels; c++) {
          int shift = c == 3 ? 24 : 16 - 8 * c;
          values[c * pixels + y * width + x] = (argb >>> shift & 0xFF) / 127.5f - 1;
        }
      }
    }
    return new Picture(channels, height, width, values);
  }
}
