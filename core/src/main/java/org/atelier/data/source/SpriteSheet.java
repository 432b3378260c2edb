package org.atelier.data.source;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.atelier.image.Picture;

/**
 * A sprite sheet: one picture that holds many small ones as tiles. Tile i is at column {@code i %
 * columns}, row {@code i / columns}.
 */
public final class SpriteSheet implements PictureSource {
  private final String name;
  private final InMemory tiles;

  /**
   * The layout of the tiles of a sprite sheet.
   *
   * @param tileHeight the height of a tile in pixels, at least 1
   * @param tileWidth the width of a tile in pixels, at least 1
   * @param columns the number of tiles per row, at least 1
   * @param count the number of tiles, at least 1; further tiles of the sheet are ignored
   */
  public record Layout(int tileHeight, int tileWidth, int columns, int count) {
    /** Checks the values. */
    public Layout {
      if (tileHeight < 1 || tileWidth < 1 || columns < 1 || count < 1) {
        throw new IllegalArgumentException(
            "tileHeight, tileWidth, columns and count must be at least 1, but were %s, %s, %s and %s"
                .formatted(tileHeight, tileWidth, columns, count));
      }
    }

    /** Returns a layout of square tiles. */
    public static Layout ofSquares(int tileSize, int columns, int count) {
      return new Layout(tileSize, tileSize, columns, count);
    }

    private int rows() {
      return (int) (((long) count + columns - 1) / columns);
    }
  }

  private SpriteSheet(String name, InMemory tiles) {
    this.name = name;
    this.tiles = tiles;
  }

  /**
   * Reads a sprite sheet.
   *
   * @param file a PNG with 8 bits per channel
   * @param layout the layout of the tiles
   * @throws IOException if the sheet cannot be read, or its size differs from the layout's
   */
  public static SpriteSheet read(Path file, Layout layout) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in, file.toString(), layout);
    }
  }

  /**
   * Reads a sprite sheet from a stream, which is not closed.
   *
   * @param in a PNG with 8 bits per channel
   * @param name the sheet's name for messages and the fingerprint
   * @param layout the layout of the tiles
   * @throws IOException if the sheet cannot be read, or its size differs from the layout's
   */
  public static SpriteSheet read(InputStream in, String name, Layout layout) throws IOException {
    BufferedImage sheet = decode(in, name, layout);
    Raster raster = sheet.getRaster();
    List<byte[]> tiles = new ArrayList<>(layout.count());
    for (int i = 0; i < layout.count(); i++) {
      tiles.add(tile(raster, i, layout));
    }
    return new SpriteSheet(
        name,
        InMemory.ofBytes(raster.getNumBands(), layout.tileHeight(), layout.tileWidth(), tiles));
  }

  private static BufferedImage decode(InputStream in, String name, Layout layout)
      throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (var stream = ImageIO.createImageInputStream(in)) {
      reader.setInput(stream, true, true);
      // The size is checked before decoding, which bounds memory.
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      long expectedWidth = (long) layout.columns() * layout.tileWidth();
      long expectedHeight = (long) layout.rows() * layout.tileHeight();
      if (width != expectedWidth || height != expectedHeight) {
        throw new IOException(
            "Expected a sprite sheet of %s×%s pixels (%s), but %s is %s×%s"
                .formatted(expectedWidth, expectedHeight, layout, name, width, height));
      }
      BufferedImage sheet = reader.read(0);
      if (sheet.getColorModel() instanceof IndexColorModel palette) {
        sheet = palette.convertToIntDiscrete(sheet.getRaster(), false);
      }
      if (sheet.getSampleModel().getSampleSize(0) != 8) {
        throw new IOException(
            "Expected 8 bits per channel, but %s has %s"
                .formatted(name, sheet.getSampleModel().getSampleSize(0)));
      }
      return sheet;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // ImageIO's decoder throws these for some damaged files.
      throw new IOException(
          "Cannot read the sprite sheet %s: %s".formatted(name, e.getMessage()), e);
    } finally {
      reader.dispose();
    }
  }

  /** Reads raw samples: {@code getRGB} would apply a gamma curve to grey sheets. */
  private static byte[] tile(Raster raster, int index, Layout layout) {
    int width = layout.tileWidth();
    int height = layout.tileHeight();
    int left = index % layout.columns() * width;
    int top = index / layout.columns() * height;
    int pixels = height * width;
    var bytes = new byte[raster.getNumBands() * pixels];
    var samples = new int[pixels];
    for (int c = 0; c < raster.getNumBands(); c++) {
      raster.getSamples(left, top, width, height, c, samples);
      for (int i = 0; i < pixels; i++) {
        bytes[c * pixels + i] = (byte) samples[i];
      }
    }
    return bytes;
  }

  @Override
  public int size() {
    return tiles.size();
  }

  @Override
  public Picture picture(int index) {
    return tiles.picture(index);
  }

  @Override
  public int channels() {
    return tiles.channels();
  }

  @Override
  public String name(int index) {
    return "tile %s of %s".formatted(index, name);
  }

  @Override
  public String fingerprint() {
    return "%s: %s".formatted(name, tiles.fingerprint());
  }
}
