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
 * Many pictures on one sheet: tile i is at column {@code i % columns}, row {@code i / columns}. A
 * sheet is one file to read and compresses well.
 */
public final class SpriteSheet implements PictureSource {
  private final String name;
  private final InMemory tiles;

  /**
   * Where the tiles of a sheet are.
   *
   * @param tileHeight the height of a tile in pixels, at least 1
   * @param tileWidth the width of a tile in pixels, at least 1
   * @param columns tiles in a row, at least 1
   * @param count tiles in all, at least 1; what follows on the sheet is ignored
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

    /** Square tiles with this width and height. */
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
   * Reads a sheet.
   *
   * @param file a PNG with 8 bits a channel
   * @throws IOException if it cannot be read, or is not as large as the layout says
   */
  public static SpriteSheet read(Path file, Layout layout) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in, file.toString(), layout);
    }
  }

  /**
   * Reads a sheet from a stream, which stays open.
   *
   * @param in a PNG with 8 bits a channel
   * @param name what error messages and the fingerprint call the sheet
   * @throws IOException if it cannot be read, or is not as large as the layout says
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
      // The header first: a sheet of another size must not be decoded, however large it is.
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      long expectedWidth = (long) layout.columns() * layout.tileWidth();
      long expectedHeight = (long) layout.rows() * layout.tileHeight();
      if (width != expectedWidth || height != expectedHeight) {
        throw new IOException(
            "Expected a sheet of %s×%s pixels (%s), but %s is %s×%s"
                .formatted(expectedWidth, expectedHeight, layout, name, width, height));
      }
      BufferedImage sheet = reader.read(0);
      if (sheet.getColorModel() instanceof IndexColorModel palette) {
        sheet = palette.convertToIntDiscrete(sheet.getRaster(), false);
      }
      if (sheet.getSampleModel().getSampleSize(0) != 8) {
        throw new IOException(
            "Expected 8 bits a channel, but %s has %s"
                .formatted(name, sheet.getSampleModel().getSampleSize(0)));
      }
      return sheet;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // What ImageIO's decoder throws for some broken files.
      throw new IOException("Cannot read the sheet %s: %s".formatted(name, e.getMessage()), e);
    } finally {
      reader.dispose();
    }
  }

  /** Raw samples: {@code getRGB} would change the values of a grey sheet by a gamma curve. */
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
