package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a WebP: its chunks. The decoder is given a file of the first frame alone;
 * profile and orientation are read here, and alpha that is not compressed.
 */
final class WebpFile {
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;

  /** Behind the end, since the decoder's bit reader looks 8 bytes ahead. */
  private static final int LOOKAHEAD = 8;

  private static final int ALPHA_FLAG = 0x10;

  private final FileBytes file;
  private final ReadLimits limits;
  private int canvasWidth;
  private int canvasHeight;
  private byte @Nullable [] profile;
  private Orientation orientation = Orientation.NORMAL;
  private @Nullable FileBytes alpha;
  private @Nullable FileBytes pixels;
  private boolean lossless;
  private int left;
  private int top;
  private int frameWidth;
  private int frameHeight;

  private WebpFile(FileBytes file, ReadLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  static EncodedPicture parse(FileBytes bytes, ReadLimits limits) throws IOException {
    var file = bytes.ordered(true);
    long declared = CHUNK_HEADER + file.u32(4);
    return new WebpFile(file.part(0, Math.min(declared, file.length())), limits).parse();
  }

  private EncodedPicture parse() throws IOException {
    chunks(file, FIRST_CHUNK);
    var data = pixels;
    if (data == null) {
      throw UnreadableFile.truncated();
    }
    int width = lossless ? 1 + (data.u16(1) & 0x3FFF) : data.u16(6) & 0x3FFF;
    int height = lossless ? 1 + ((int) data.u32(1) >> 14 & 0x3FFF) : data.u16(8) & 0x3FFF;
    limits.check(width, height);
    checkStart(data);
    EncodedPicture.Canvas canvas = null;
    if (frameWidth > 0) {
      checkSize(width, height, frameWidth, frameHeight);
      if (left + width > canvasWidth || top + height > canvasHeight) {
        throw UnreadableFile.damaged("a frame beyond its canvas");
      }
      canvas =
          width == canvasWidth && height == canvasHeight
              ? null
              : new EncodedPicture.Canvas(canvasWidth, canvasHeight, left, top);
    } else if (canvasWidth > 0) {
      checkSize(width, height, canvasWidth, canvasHeight);
    }
    var plane = lossless || alpha == null ? null : WebpAlpha.plain(alpha, width, height);
    var compressedAlpha = lossless || plane != null ? null : alpha;
    return new EncodedPicture(
        "webp",
        decoderFile(data, compressedAlpha, width, height),
        width,
        height,
        orientation,
        ColourProfile.usable(profile, 3, ColourProfile.Precision.BYTES, limits),
        canvas,
        plane == null ? null : new EncodedPicture.Transparency.Plane(plane),
        0);
  }

  private static void checkSize(int width, int height, int wantedWidth, int wantedHeight)
      throws UnreadableFile {
    if (width != wantedWidth || height != wantedHeight) {
      throw UnreadableFile.damaged(
          "a frame of %s×%s pixels where %s×%s are declared",
          width, height, wantedWidth, wantedHeight);
    }
  }

  private void checkStart(FileBytes data) throws UnreadableFile {
    boolean valid =
        lossless
            ? data.u8(0) == 0x2F && data.u8(4) >> 5 == 0
            : (data.u8(0) & 1) == 0 && data.startsWith(3, "\u009d\u0001*");
    if (!valid) {
      throw UnreadableFile.damaged("pixels without their signature");
    }
    if (!lossless && data.u24(0) >> 5 > data.length() - 10) {
      throw UnreadableFile.truncated();
    }
  }

  /** Reads the chunks of the file, or of a frame. */
  private void chunks(FileBytes in, int from) throws IOException {
    long at = from;
    while (in.has(at, CHUNK_HEADER)) {
      long length = in.u32(at + 4);
      if (!in.has(at + CHUNK_HEADER, length)) {
        if (pixels != null) {
          return; // cut notes behind the pixels
        }
        throw UnreadableFile.truncated();
      }
      chunk(in.text(at, 4), in.part(at + CHUNK_HEADER, length));
      at += CHUNK_HEADER + length + (length & 1);
    }
  }

  private void chunk(String name, FileBytes content) throws IOException {
    switch (name) {
      case "VP8X" -> {
        canvasWidth = 1 + content.u24(4);
        canvasHeight = 1 + content.u24(7);
        limits.check(canvasWidth, canvasHeight);
      }
      case "ICCP" -> profile = profile == null ? content.copy(0, content.length()) : profile;
      case "EXIF" -> {
        if (orientation == Orientation.NORMAL) {
          orientation = Exif.orientation(content);
        }
      }
      case "ANMF" -> {
        if (pixels == null && canvasWidth > 0) {
          left = 2 * content.u24(0);
          top = 2 * content.u24(3);
          frameWidth = 1 + content.u24(6);
          frameHeight = 1 + content.u24(9);
          chunks(content, FRAME_HEADER);
        }
      }
      case "ALPH" -> alpha = alpha == null && pixels == null ? content : alpha;
      case "VP8 ", "VP8L" -> {
        if (pixels == null) {
          pixels = content;
          lossless = name.equals("VP8L");
        }
      }
      default -> {}
    }
  }

  private byte[] decoderFile(
      FileBytes data, @Nullable FileBytes compressedAlpha, int width, int height)
      throws UnreadableFile {
    var chunks = new ByteArrayOutputStream();
    if (compressedAlpha != null) {
      var header = new byte[10];
      header[0] = ALPHA_FLAG;
      for (int i = 0; i < 3; i++) {
        header[4 + i] = (byte) (width - 1 >> 8 * i);
        header[7 + i] = (byte) (height - 1 >> 8 * i);
      }
      write("VP8X", header, chunks);
      write("ALPH", compressedAlpha.copy(0, compressedAlpha.length()), chunks);
    }
    write(lossless ? "VP8L" : "VP8 ", data.copy(0, data.length()), chunks);
    var riff = new ByteArrayOutputStream();
    riff.writeBytes(new byte[] {'W', 'E', 'B', 'P'});
    riff.writeBytes(chunks.toByteArray());
    var bytes = new ByteArrayOutputStream();
    write("RIFF", riff.toByteArray(), bytes);
    bytes.writeBytes(new byte[LOOKAHEAD]);
    return bytes.toByteArray();
  }

  private static void write(String name, byte[] content, ByteArrayOutputStream to) {
    for (char c : name.toCharArray()) {
      to.write(c);
    }
    for (int i = 0; i < 4; i++) {
      to.write(content.length >> 8 * i);
    }
    to.writeBytes(content);
    if ((content.length & 1) == 1) {
      to.write(0);
    }
  }
}
