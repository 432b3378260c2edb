package org.atelier.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a PNG: its chunks. The decoder is given the header, the palette and the pixels;
 * profile, orientation and the transparent colour are read here.
 */
final class PngFile {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  private static final int IHDR_LENGTH = 13;
  private static final int CHUNK_FRAME = 12;
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int INDEXED = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGBA = 6;

  /** More than deflate can expand a byte to. */
  private static final int MOST_EXPANSION = 1040;

  private final FileBytes file;
  private final ReadLimits limits;
  private final ByteArrayOutputStream decoded;
  private int width;
  private int height;
  private int depth;
  private int type;
  private long pixelBytes;
  private byte @Nullable [] profile;
  private boolean srgb;
  private Orientation orientation = Orientation.NORMAL;
  private EncodedPicture.@Nullable Transparency transparency;

  private PngFile(FileBytes file, ReadLimits limits) {
    this.file = file;
    this.limits = limits;
    this.decoded = new ByteArrayOutputStream(file.length() + CHUNK_FRAME);
  }

  static EncodedPicture parse(FileBytes file, ReadLimits limits) throws IOException {
    return new PngFile(file, limits).parse();
  }

  private EncodedPicture parse() throws IOException {
    header();
    decoded.write(file.copy(0, SIGNATURE.length() + IHDR_LENGTH + CHUNK_FRAME));
    long at = SIGNATURE.length() + IHDR_LENGTH + CHUNK_FRAME;
    boolean ended = false;
    while (!ended && file.has(at, CHUNK_FRAME)) {
      long length = file.u32(at);
      if (!file.has(at + CHUNK_FRAME, length)) {
        if (pixelBytes > 0 && !file.startsWith(at + 4, "IDAT")) {
          break; // cut notes behind the pixels
        }
        throw UnreadableFile.truncated();
      }
      ended = chunk(file.text(at + 4, 4), at, (int) length);
      at += CHUNK_FRAME + length;
    }
    if (!ended) {
      decoded.write(
          new byte[] {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82});
    }
    if (pixelBytes == 0 || rawBytes() > pixelBytes * MOST_EXPANSION) {
      throw UnreadableFile.truncated();
    }
    boolean grey = type == GREY || type == GREY_ALPHA;
    return new EncodedPicture(
        "png",
        decoded.toByteArray(),
        width,
        height,
        orientation,
        ColourProfile.usable(
            srgb ? null : profile, grey ? 1 : 3, ColourProfile.Precision.SHORTS, limits),
        null,
        transparency,
        EncodedPicture.SOME_END_READS);
  }

  private void header() throws IOException {
    int at = SIGNATURE.length();
    if (!file.startsWith(at + 4, "IHDR") || file.u32(at) != IHDR_LENGTH) {
      throw UnreadableFile.damaged("the header chunk is missing");
    }
    limits.check(file.u32(at + 8), file.u32(at + 12));
    width = (int) file.u32(at + 8);
    height = (int) file.u32(at + 12);
    depth = file.u8(at + 16);
    type = file.u8(at + 17);
    boolean valid =
        switch (type) {
          case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
          case INDEXED -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
          case RGB, GREY_ALPHA, RGBA -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!valid) {
      throw UnreadableFile.damaged("colour type %s with %s bits per sample", type, depth);
    }
    if (file.u8(at + 18) != 0 || file.u8(at + 19) != 0 || file.u8(at + 20) > 1) {
      throw UnreadableFile.damaged("a compression, filter or interlace method that PNG has not");
    }
  }

  /** Returns whether this is the last chunk. */
  private boolean chunk(String name, long at, int length) throws IOException {
    switch (name) {
      case "PLTE" -> {
        if (type == INDEXED) {
          if (length == 0 || length % 3 != 0 || length > 3 << depth) {
            throw UnreadableFile.damaged("a palette of %s bytes", length);
          }
          pass(at, length);
        }
      }
      case "tRNS" -> transparency(at, length);
      case "IDAT" -> {
        pixelBytes += length;
        pass(at, length);
      }
      case "IEND" -> {
        pass(at, length);
        return true;
      }
      case "sRGB" -> srgb = true;
      case "iCCP" -> profile = profile == null ? inflated(at + 8, length) : profile;
      case "eXIf" -> orientation = Exif.orientation(file.part(at + 8, length));
      default -> {}
    }
    return false;
  }

  private void pass(long at, int length) throws IOException {
    decoded.write(file.copy(at, length + CHUNK_FRAME));
  }

  private void transparency(long at, int length) throws IOException {
    if (type == INDEXED) {
      if (length <= 1 << depth) {
        pass(at, length);
      }
      return;
    }
    int colours = type == GREY ? 1 : type == RGB ? 3 : 0;
    if (colours == 0 || length != 2 * colours) {
      return;
    }
    var colour = new float[colours];
    int most = (1 << depth) - 1;
    for (int c = 0; c < colours; c++) {
      int sample = file.u16(at + 8 + 2L * c) & most;
      // Samples of 1, 2 and 4 bits are scaled to bytes by the decoder.
      colour[c] = depth < 8 ? sample * (255 / most) / 127.5f - 1 : sample / (most / 2f) - 1;
    }
    transparency = new EncodedPicture.Transparency.Colour(colour);
  }

  /**
   * Inflates a profile: a zero-terminated name, the compression method (0), the deflated bytes.
   * Null if they are damaged.
   */
  private byte @Nullable [] inflated(long at, int length) throws UnreadableFile {
    int name = 0;
    while (name < length && file.u8(at + name) != 0) {
      name++;
    }
    var bytes = new ByteArrayOutputStream();
    if (name + 2 <= length) {
      var deflated = new ByteArrayInputStream(file.copy(at + name + 2, length - name - 2));
      try (var stream = new InflaterInputStream(deflated)) {
        var block = new byte[1 << 13];
        int count;
        while (bytes.size() <= ColourProfile.MAX_BYTES && (count = stream.read(block)) > 0) {
          bytes.write(block, 0, count);
        }
      } catch (IOException e) {
        ColourProfile.warn(limits, "it is damaged");
        return null;
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the bytes that the pixels inflate to: rows with a filter byte each, in 1 or 7 passes.
   */
  private long rawBytes() throws UnreadableFile {
    int samples =
        switch (type) {
          case RGB -> 3;
          case GREY_ALPHA -> 2;
          case RGBA -> 4;
          default -> 1;
        };
    // Interlacing adds filter bytes only.
    return height * (1 + ((long) width * samples * depth + 7) / 8);
  }
}
