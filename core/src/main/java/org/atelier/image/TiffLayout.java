package org.atelier.image;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the samples of a TIFF are stored, checked against the file's own length.
 *
 * @param width columns
 * @param height rows
 * @param colour what the samples mean
 * @param bits per sample, 1 to 32
 * @param signed whether samples are in two's complement
 * @param samples per pixel: colours, then extra samples
 * @param alpha the index of the sample that is alpha, or -1
 * @param premultiplied whether colours are multiplied by alpha
 * @param planar whether each sample has chunks of its own
 * @param compression the number of the scheme
 * @param differenced whether each sample is stored as its difference to the one on its left
 * @param bitsReversed whether the first pixel is in the lowest bit of a byte
 * @param chunkWidth the columns of a strip or tile
 * @param chunkHeight the rows of a strip or tile
 * @param tiled whether the last chunks are as large as the others
 * @param offsets of the chunks in the file, by plane, row, column
 * @param lengths of the chunks in bytes
 */
record TiffLayout(
    int width,
    int height,
    Colour colour,
    int bits,
    boolean signed,
    int samples,
    int alpha,
    boolean premultiplied,
    boolean planar,
    int compression,
    boolean differenced,
    boolean bitsReversed,
    int chunkWidth,
    int chunkHeight,
    boolean tiled,
    List<Long> offsets,
    List<Long> lengths) {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_LENGTHS = 279;
  private static final int PLANAR = 284;
  private static final int PREDICTOR = 317;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int JPEG_STREAM = 513;
  private static final int JPEG_STREAM_LENGTH = 514;

  private static final int FILE_HEADER = 8;
  private static final int MOST_SAMPLES = 16;

  /** What the samples of a pixel mean. */
  enum Colour {
    WHITE_IS_ZERO(1),
    BLACK_IS_ZERO(1),
    RGB(3),
    PALETTE(1),
    CMYK(4),
    YCBCR(3),
    CIELAB(3),
    ICCLAB(3);

    private final int samples;

    Colour(int samples) {
      this.samples = samples;
    }

    int samples() {
      return samples;
    }

    /** Returns whether samples are converted to RGB by their definition. */
    boolean isConverted() {
      return this == YCBCR || this == CIELAB || this == ICCLAB;
    }
  }

  static TiffLayout of(TiffDirectory tags, ReadLimits limits)
      throws UnreadableFile, PictureException {
    long width = tags.value(WIDTH, 0);
    long height = tags.value(HEIGHT, 0);
    limits.check(width, height);
    int compression = (int) tags.value(COMPRESSION, 1);
    long samples = tags.value(SAMPLES, 1);
    var colour = colour(tags, samples);
    if (samples < colour.samples() || samples > MOST_SAMPLES) {
      throw UnreadableFile.damaged("%s samples per pixel for %s", samples, colour);
    }
    int bits = bits(tags);
    long format = equal(tags, SAMPLE_FORMAT, 1, "sample formats");
    if (format == 3 || format > 4) {
      throw UnreadableFile.unsupported(
          "expected whole numbers as samples, but they are %s, and nothing says which of them are black and white; convert it to 16 bits per sample",
          format == 3 ? "floating-point numbers" : "complex numbers");
    }
    long predictor = tags.value(PREDICTOR, 1);
    boolean predicting = compression == TiffChunks.LZW || TiffChunks.isDeflate(compression);
    if (predicting && predictor != 1 && predictor != 2) {
      throw UnreadableFile.damaged("predictor %s for whole numbers", predictor);
    }
    if (colour.isConverted() && bits != 8 && (bits != 16 || colour == Colour.YCBCR)) {
      throw UnreadableFile.unsupported(
          "expected YCbCr of 8 bits or Lab of 8 or 16 bits per sample, but they have %s; convert it to RGB",
          bits);
    }
    boolean planar = samples > 1 && tags.value(PLANAR, 1) == 2;
    int alpha = -1;
    boolean premultiplied = false;
    var extra = tags.values(EXTRA_SAMPLES);
    for (int i = 0; alpha < 0 && colour.samples() + i < samples; i++) {
      // Without the tag, a sample more is taken as alpha, as most readers do.
      long kind = extra == null ? 2 : i < extra.length ? extra[i] : 0;
      alpha = kind == 0 ? -1 : colour.samples() + i;
      premultiplied = kind == 1;
    }
    boolean tiled = tags.has(TILE_WIDTH) && tags.has(TILE_OFFSETS);
    long chunkWidth = tiled ? tags.value(TILE_WIDTH, 0) : width;
    long chunkHeight =
        tiled ? tags.value(TILE_HEIGHT, 0) : Math.min(tags.value(ROWS_PER_STRIP, height), height);
    limits.check(chunkWidth, chunkHeight);
    var offsets = tags.values(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    var lengths = tags.values(tiled ? TILE_LENGTHS : STRIP_LENGTHS);
    if (compression == TiffChunks.OLD_JPEG && tags.has(JPEG_STREAM)) {
      chunkWidth = width;
      chunkHeight = height;
      offsets = tags.values(JPEG_STREAM);
      lengths = tags.values(JPEG_STREAM_LENGTH);
      tiled = false;
    }
    var layout =
        new TiffLayout(
            (int) width,
            (int) height,
            colour,
            bits,
            format == 2,
            (int) samples,
            alpha,
            premultiplied,
            planar,
            compression,
            predicting && predictor == 2,
            tags.value(FILL_ORDER, 1) == 2,
            (int) chunkWidth,
            (int) chunkHeight,
            tiled,
            boxed(offsets),
            known(offsets, lengths, tags.file()));
    layout.check(limits);
    return layout;
  }

  private static Colour colour(TiffDirectory tags, long samples) throws UnreadableFile {
    int photometric = (int) tags.value(PHOTOMETRIC, samples >= 3 ? 2 : 1);
    return switch (photometric) {
      case 0 -> Colour.WHITE_IS_ZERO;
      case 1 -> Colour.BLACK_IS_ZERO;
      case 2 -> Colour.RGB;
      case 3 -> Colour.PALETTE;
      case 5 -> Colour.CMYK;
      case 6 -> Colour.YCBCR;
      case 8 -> Colour.CIELAB;
      case 9 -> Colour.ICCLAB;
      default ->
          throw UnreadableFile.unsupported(
              "expected a TIFF of grey, palette, RGB, CMYK, YCbCr or Lab samples, but its PhotometricInterpretation is %s (a mask or raw camera data); convert it to RGB",
              photometric);
    };
  }

  private static int bits(TiffDirectory tags) throws UnreadableFile {
    long bits = equal(tags, BITS, 1, "numbers of bits per sample");
    if (bits < 1 || bits > 32) {
      throw UnreadableFile.unsupported(
          "expected samples of 1 to 32 bits, but they have %s; convert it to 16 bits", bits);
    }
    return (int) bits;
  }

  private static long equal(TiffDirectory tags, int tag, long otherwise, String what)
      throws UnreadableFile {
    var values = tags.values(tag);
    if (values == null || values.length == 0) {
      return otherwise;
    }
    for (long value : values) {
      if (value != values[0]) {
        throw UnreadableFile.unsupported(
            "expected equal %s, but they are %s; convert it to 8 or 16 bits per sample",
            what, Arrays.toString(values));
      }
    }
    return values[0];
  }

  private static List<Long> boxed(long @Nullable [] values) {
    return values == null ? List.of() : Arrays.stream(values).boxed().toList();
  }

  int across() {
    return (width + chunkWidth - 1) / chunkWidth;
  }

  int down() {
    return (height + chunkHeight - 1) / chunkHeight;
  }

  /** Samples per pixel of a chunk. */
  int chunkSamples() {
    return planar ? 1 : samples;
  }

  /** Rows of the chunks at a place from the top; the last strip has fewer. */
  int rows(int chunkRow) {
    return tiled ? chunkHeight : Math.min(chunkHeight, height - chunkRow * chunkHeight);
  }

  /** Bytes of a chunk's row; each row begins with a byte of its own. */
  long rowBytes() {
    return ((long) chunkWidth * chunkSamples() * bits + 7) / 8;
  }

  private void check(ReadLimits limits) throws UnreadableFile {
    long chunks = (long) across() * down() * (planar ? samples : 1);
    if (offsets.size() < chunks) {
      throw UnreadableFile.truncated();
    }
    long padded = (long) across() * chunkWidth * down() * chunkHeight;
    if (padded > 4L * width * height + limits.maxPixels() / 8) {
      throw UnreadableFile.damaged(
          "tiles of %s×%s for %s×%s pixels", chunkWidth, chunkHeight, width, height);
    }
    if (rowBytes() * chunkHeight > Integer.MAX_VALUE - 16) {
      throw UnreadableFile.unsupported(
          "expected strips of less than 2 GiB, but they have %s rows; save it again with smaller strips",
          chunkHeight);
    }
  }

  /** Fills in lengths that are missing, and cuts those that reach beyond the file's end. */
  private static List<Long> known(
      long @Nullable [] offsets, long @Nullable [] lengths, FileBytes file) throws UnreadableFile {
    if (offsets == null) {
      return List.of();
    }
    var known = new Long[offsets.length];
    for (int i = 0; i < known.length; i++) {
      if (offsets[i] < FILE_HEADER || offsets[i] > file.length()) {
        throw UnreadableFile.truncated();
      }
      long rest = file.length() - offsets[i];
      boolean declared = lengths != null && i < lengths.length && lengths[i] > 0;
      known[i] = declared ? Math.min(lengths[i], rest) : rest;
    }
    return List.of(known);
  }
}
