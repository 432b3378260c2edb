package org.atelier.image;

import java.awt.Image;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * An image for an encoder that asks for rows from the top to the bottom, once; they are computed
 * and quantised then.
 */
final class RowImage implements RenderedImage {
  private final PictureRows rows;
  private final int bits;
  private final ColorModel colours;
  private final SampleModel samples;

  /** The rows that were computed last. */
  private @Nullable Picture band;

  private int bandTop;

  /** What {@link #getData(Rectangle)} returned last. */
  private @Nullable Raster last;

  /**
   * An image of 8 or 16 bits per sample.
   *
   * @throws IllegalArgumentException if there are more than 4 channels
   */
  RowImage(PictureRows rows, int bits) {
    this.rows = rows;
    this.bits = bits;
    int channels = rows.channels();
    if (channels > 4) {
      throw new IllegalArgumentException(
          "Expected grey, RGB or either with alpha (1 to 4 channels), but the picture has "
              + channels
              + " channels");
    }
    boolean alpha = channels % 2 == 0;
    // Java declares grey as linear light, but the encoders write the samples unchanged.
    var space = ColorSpace.getInstance(channels < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
    colours =
        new ComponentColorModel(
            space,
            alpha,
            false,
            alpha ? ComponentColorModel.TRANSLUCENT : ComponentColorModel.OPAQUE,
            bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    // The TIFF encoder compresses strips of this height, each of which it holds in memory.
    int strip = Math.min(rows.height(), PictureRows.rowsAtOnce(rows.width()));
    samples = colours.createCompatibleSampleModel(rows.width(), strip);
  }

  /** Returns all rows, for an encoder that needs them at once. */
  BufferedImage buffered() {
    WritableRaster raster = colours.createCompatibleWritableRaster(getWidth(), getHeight());
    copyData(raster);
    return new BufferedImage(colours, raster, false, null);
  }

  /**
   * {@inheritDoc} Parts of the last region may be asked for again, as the TIFF encoder does with
   * the rows of its strips.
   */
  @Override
  public Raster getData(Rectangle region) {
    Raster known = last;
    if (known != null && known.getBounds().contains(region)) {
      return known.createChild(
          region.x, region.y, region.width, region.height, region.x, region.y, null);
    }
    WritableRaster raster =
        colours
            .createCompatibleWritableRaster(region.width, region.height)
            .createWritableTranslatedChild(region.x, region.y);
    last = copyData(raster);
    return raster;
  }

  @Override
  public WritableRaster copyData(@Nullable WritableRaster given) {
    WritableRaster raster =
        given == null ? colours.createCompatibleWritableRaster(getWidth(), getHeight()) : given;
    int channels = rows.channels();
    int left = raster.getMinX();
    int width = raster.getWidth();
    var row = new int[width * channels];
    for (int y = raster.getMinY(); y < raster.getMinY() + raster.getHeight(); y++) {
      Picture from = bandOf(y);
      for (int c = 0; c < channels; c++) {
        int start = (c * from.height() + y - bandTop) * from.width() + left;
        for (int x = 0; x < width; x++) {
          row[x * channels + c] = sample(from.values()[start + x], c, y, left + x);
        }
      }
      raster.setPixels(left, y, width, 1, row);
    }
    return raster;
  }

  private int sample(float value, int channel, int row, int column) {
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException(
          "Expected values in [-1, 1], but the picture has NaN in channel %s, row %s, column %s; did the model that made it diverge?"
              .formatted(channel, row, column));
    }
    return quantised(value, bits);
  }

  /** Maps [-1, 1] to the full range of 8 or 16 bits; other values are clamped, NaN gives 0. */
  static int quantised(float value, int bits) {
    float clamped = Math.min(1, Math.max(-1, value));
    return Math.round((clamped + 1) * (bits == 8 ? 127.5f : 32767.5f));
  }

  private Picture bandOf(int y) {
    Picture current = band;
    if (y < bandTop) {
      throw new IllegalStateException("Row %s was computed before".formatted(y));
    }
    while (current == null || y >= bandTop + current.height()) {
      bandTop += current == null ? 0 : current.height();
      current = rows.next();
      band = current;
    }
    return current;
  }

  @Override
  public Raster getData() {
    return getData(new Rectangle(getWidth(), getHeight()));
  }

  @Override
  public Raster getTile(int tileX, int tileY) {
    return getData();
  }

  @Override
  public @Nullable Vector<RenderedImage> getSources() {
    return null;
  }

  @Override
  public Object getProperty(String name) {
    return Image.UndefinedProperty;
  }

  @Override
  public String @Nullable [] getPropertyNames() {
    return null;
  }

  @Override
  public ColorModel getColorModel() {
    return colours;
  }

  @Override
  public SampleModel getSampleModel() {
    return samples;
  }

  @Override
  public int getWidth() {
    return rows.width();
  }

  @Override
  public int getHeight() {
    return rows.height();
  }

  @Override
  public int getMinX() {
    return 0;
  }

  @Override
  public int getMinY() {
    return 0;
  }

  @Override
  public int getNumXTiles() {
    return 1;
  }

  @Override
  public int getNumYTiles() {
    return 1;
  }

  @Override
  public int getMinTileX() {
    return 0;
  }

  @Override
  public int getMinTileY() {
    return 0;
  }

  @Override
  public int getTileWidth() {
    return getWidth();
  }

  @Override
  public int getTileHeight() {
    return getHeight();
  }

  @Override
  public int getTileGridXOffset() {
    return 0;
  }

  @Override
  public int getTileGridYOffset() {
    return 0;
  }
}
