package org.atelier.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Applies a function of whole pictures to files, for what cannot be computed tile by tile: style
 * transfer and DeepDream. As with {@link PictureTransform}, orientation and colour profile are
 * applied, 16-bit files give 16-bit files (PNG and TIFF), and alpha is kept: the function is given
 * the picture composited on white, and its result composited on white is what the file shows. The
 * result may have another size, to which alpha is resized.
 */
public final class WholePictureTransform {
  private final UnaryOperator<Picture> function;

  private WholePictureTransform(UnaryOperator<Picture> function) {
    this.function = function;
  }

  /**
   * Creates a transform.
   *
   * @param function from RGB to RGB pictures in [-1, 1]
   */
  public static WholePictureTransform of(UnaryOperator<Picture> function) {
    return new WholePictureTransform(function);
  }

  /** Transforms a picture; grey becomes RGB, and alpha is kept. */
  public Picture apply(Picture picture) {
    Picture made = function.apply(picture.toRgb());
    if (!picture.hasAlpha()) {
      return FinishedRows.finish(made, null);
    }
    Picture alpha = alphaOf(picture);
    return FinishedRows.finish(
        made, Resizer.BILINEAR.resize(alpha, made.height(), made.width()).clamped());
  }

  /** The alpha channel behind a channel of zeros. */
  private static Picture alphaOf(Picture picture) {
    int plane = picture.height() * picture.width();
    var values = new float[2 * plane];
    System.arraycopy(picture.values(), (picture.channels() - 1) * plane, values, plane, plane);
    return new Picture(2, picture.height(), picture.width(), values);
  }

  /**
   * Transforms a picture file and writes the result.
   *
   * @param target a name that ends with .png, .jpg, .jpeg, .tif or .tiff; JPEG stores 8 bits
   *     without alpha, which is composited on white
   * @throws PictureException if the source cannot be read or the target cannot be written
   */
  public void apply(Path source, Path target) throws IOException {
    CompactPicture picture = Pictures.open(source);
    write(apply(picture.whole()), picture.bits(), target);
  }

  /**
   * Writes a picture with the bits that its file can hold.
   *
   * @param bits bits per sample: 8, or 16 (PNG and TIFF; 8 as JPEG)
   */
  public static void write(Picture picture, int bits, Path target) throws IOException {
    boolean jpeg = PictureNames.isJpeg(target);
    Picture written = jpeg && picture.hasAlpha() ? picture.over(1) : picture;
    new PictureWriter(WriteOptions.defaults().withBits(jpeg ? 8 : bits)).write(written, target);
  }
}
