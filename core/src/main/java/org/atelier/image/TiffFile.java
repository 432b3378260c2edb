package org.atelier.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A TIFF, whose samples are decoded here: the library's reader divides by the container's range in
 * place of the sample's, and knows neither signed samples nor all kinds of alpha.
 */
final class TiffFile {
  private static final int COLOUR_MAP = 320;
  private static final int ORIENTATION = 274;
  private static final int PROFILE = 34675;
  private static final int MOST_PALETTE_BITS = 16;

  private final TiffDirectory tags;
  private final TiffLayout layout;
  private final TiffChunks chunks;
  private final ReadLimits limits;

  TiffFile(FileBytes file, ReadLimits limits) throws IOException {
    tags = TiffDirectory.parse(file);
    layout = TiffLayout.of(tags, limits);
    this.limits = limits;
    chunks = new TiffChunks(tags, layout, limits);
  }

  /** Returns the number of pixels that are decoded. */
  long pixels() {
    return (long) layout.width() * layout.height();
  }

  Orientation orientation() throws UnreadableFile {
    return Orientation.ofNumber(tags.value(ORIENTATION, 1));
  }

  /** Returns 16 if samples have more than 8 bits, else 8. */
  int bits() {
    return layout.bits() > 8 && layout.colour() != TiffLayout.Colour.PALETTE ? 16 : 8;
  }

  @Nullable ColourProfile profile() throws UnreadableFile {
    int colours =
        switch (layout.colour()) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO -> 1;
          case CMYK -> 4;
          default -> 3;
        };
    boolean lab =
        layout.colour() == TiffLayout.Colour.CIELAB || layout.colour() == TiffLayout.Colour.ICCLAB;
    return lab
        ? null
        : ColourProfile.usable(
            tags.bytes(PROFILE), colours, ColourProfile.Precision.SHORTS, limits);
  }

  /** Decodes the pixels; Lab and YCbCr come as RGB. */
  Samples samples() throws IOException {
    var colour = layout.colour();
    boolean palette = colour == TiffLayout.Colour.PALETTE;
    float[][] entries = palette ? palette() : new float[0][];
    int colours = palette ? entries.length : colour.samples();
    boolean alpha = layout.alpha() >= 0;
    int channels = colours + (alpha ? 1 : 0);
    boolean copied = colours == 4 || orientation() != Orientation.NORMAL;
    limits.checkMemory(
        layout.width(),
        layout.height(),
        Float.BYTES * channels * (copied ? 2 : 1),
        channels,
        tags.file().length());
    int plane = layout.width() * layout.height();
    var planes = new float[Math.multiplyExact(channels, plane)];
    var samples = new Samples(colours, alpha, layout.height(), layout.width(), planes);
    read(new TiffPlanes(layout, planes, entries, colours));
    if (colour == TiffLayout.Colour.YCBCR) {
      TiffColours.fromYcbcr(samples, tags);
    } else if (colour == TiffLayout.Colour.CIELAB || colour == TiffLayout.Colour.ICCLAB) {
      TiffColours.fromLab(samples, layout.bits(), colour == TiffLayout.Colour.CIELAB, tags);
    }
    if (layout.premultiplied()) {
      samples.divideByAlpha();
    }
    return samples;
  }

  private void read(TiffPlanes to) throws IOException {
    var rows = new TiffRows(layout, tags.file().isLittleEndian());
    var subsampling = TiffSubsampling.of(tags, layout, chunks.isJpeg());
    var deadline = new Deadline((long) layout.width() * layout.height());
    int index = 0;
    for (int p = 0; p < (layout.planar() ? layout.samples() : 1); p++) {
      for (int down = 0; down < layout.down(); down++) {
        for (int across = 0; across < layout.across(); across++) {
          deadline.checkNow();
          int count = layout.rows(down);
          int top = down * layout.chunkHeight();
          int left = across * layout.chunkWidth();
          byte[] data;
          if (subsampling == null) {
            data = chunks.read(index++, count, layout.rowBytes() * count);
          } else {
            long size = subsampling.size(layout.chunkWidth(), count);
            data =
                subsampling.expand(chunks.read(index++, count, size), layout.chunkWidth(), count);
          }
          int shown = Math.min(count, layout.height() - top);
          for (int y = 0; y < shown; y++) {
            to.put(rows.row(data, y), top + y, left, layout.planar() ? p : -1);
          }
        }
      }
    }
  }

  /** Returns the palette by colour, in [-1, 1]; one plane if all entries are grey. */
  private float[][] palette() throws UnreadableFile {
    var map = tags.values(COLOUR_MAP);
    if (layout.bits() > MOST_PALETTE_BITS || map == null || map.length < 3L << layout.bits()) {
      throw UnreadableFile.damaged("a palette is missing or too short");
    }
    int count = 1 << layout.bits();
    boolean bytes = true;
    boolean grey = true;
    for (int i = 0; i < count; i++) {
      bytes &= map[i] < 256 && map[count + i] < 256 && map[2 * count + i] < 256;
      grey &= map[i] == map[count + i] && map[i] == map[2 * count + i];
    }
    var entries = new float[grey ? 1 : 3][count];
    for (int c = 0; c < entries.length; c++) {
      for (int i = 0; i < count; i++) {
        // Entries have 16 bits, of which many writers fill the upper 8; some fill the lower.
        long entry = map[c * count + i];
        entries[c][i] = (bytes ? entry : entry >> 8) / 127.5f - 1;
      }
    }
    return entries;
  }
}
