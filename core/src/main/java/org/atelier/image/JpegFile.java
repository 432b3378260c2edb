package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a JPEG: its segments. The decoder is given the tables, the frame, the scans, and
 * of the notes only those that say what the components are; profile and orientation are read here.
 */
final class JpegFile {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DQT = 0xDB;
  private static final int DHT = 0xC4;
  private static final int DRI = 0xDD;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;
  private static final int SOF0 = 0xC0;
  private static final int SOF15 = 0xCF;
  private static final int PROGRESSIVE = 0xC2;
  private static final int LOSSLESS = 0xC3;
  private static final String ICC = "ICC_PROFILE\0";

  private static final String CMYK = "CMYK";

  /** What an Adobe segment says of the components. */
  private static final int NOT_TRANSFORMED = 0;

  private static final int YCBCR = 1;
  private static final int YCCK = 2;

  /** The most pixels a byte can stand for: a bit for each block of 8 × 8. */
  private static final int MOST_PIXELS = 520;

  /** Progressive files have some ten scans. */
  private static final int MANY_SCANS = 64;

  /** Blocks of 8 × 8 times scans of a file with many scans. */
  private static final long MOST_BLOCKS = 50_000_000;

  private final FileBytes file;
  private final ReadLimits limits;
  private final ByteArrayOutputStream tables = new ByteArrayOutputStream();
  private final List<FileBytes> profile = new ArrayList<>();
  private boolean jfif;
  private int adobe = -1;
  private int frame = -1;
  private int width;
  private int height;
  private int components;
  private String names = "";
  private int scans;
  private boolean ended;
  private boolean endMarked;
  private Orientation orientation = Orientation.NORMAL;

  private JpegFile(FileBytes file, ReadLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  static EncodedPicture parse(FileBytes file, ReadLimits limits) throws IOException {
    return new JpegFile(file, limits).parse();
  }

  private EncodedPicture parse() throws IOException {
    int at = 2;
    while (!ended) {
      at = segment(at);
    }
    if (frame < 0 || scans == 0) {
      throw UnreadableFile.truncated();
    }
    if ((long) width * height > (long) MOST_PIXELS * file.length()) {
      throw UnreadableFile.truncated();
    }
    if (frame == PROGRESSIVE && !endMarked) {
      // Scans may be missing, and then the picture is only coarser.
      throw UnreadableFile.truncated();
    }
    long blocks = ((long) width * height + 63) / 64 * components;
    if (scans > MANY_SCANS && blocks * scans > MOST_BLOCKS) {
      throw UnreadableFile.damaged("%s scans", scans);
    }
    int colours = components == 1 ? 1 : components == 4 ? 4 : 3;
    var profile =
        ColourProfile.usable(wholeProfile(), colours, ColourProfile.Precision.BYTES, limits);
    var bytes = new ByteArrayOutputStream(file.length() + 64);
    bytes.write(new byte[] {(byte) 0xFF, (byte) SOI});
    writeColours(bytes);
    if (colours == 4 && profile != null) {
      writeProfile(profile.data(), bytes);
    }
    tables.writeTo(bytes);
    return EncodedPicture.of(
        "jpeg", bytes.toByteArray(), width, height, orientation, colours == 4 ? null : profile);
  }

  /**
   * Says what the components are in the way that every decoder understands, by the rules of libjpeg
   * and thus of browsers: JFIF is YCbCr whatever Adobe's segment says; four components without that
   * segment are CMYK.
   */
  private void writeColours(ByteArrayOutputStream to) {
    if (components == 1 || frame == LOSSLESS) {
      if (jfif) {
        to.writeBytes(segment(APP0, new byte[] {'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0}));
      }
      if (adobe >= 0) {
        writeAdobe(adobe, to);
      }
    } else if (components == 3) {
      boolean rgb = !jfif && (adobe < 0 ? names.equals("RGB") : adobe == NOT_TRANSFORMED);
      writeAdobe(rgb ? NOT_TRANSFORMED : YCBCR, to);
    } else if (adobe >= 0) {
      writeAdobe(adobe == NOT_TRANSFORMED ? NOT_TRANSFORMED : YCCK, to);
    }
  }

  private static void writeAdobe(int transform, ByteArrayOutputStream to) {
    to.writeBytes(
        segment(APP14, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform}));
  }

  /** Reads the segment at or behind a position and returns the position behind it. */
  private int segment(int from) throws IOException {
    int at = file.indexOf(0xFF, from);
    while (at >= 0 && file.has(at, 2) && file.u8(at + 1) == 0xFF) {
      at++;
    }
    if (at < 0 || !file.has(at, 2)) {
      end(); // without the marker of the end; whether pixels are missing, the decoder says
      return file.length();
    }
    int marker = file.u8(at + 1);
    if (marker == EOI) {
      endMarked = true;
      end();
      return at + 2;
    }
    if (marker <= 1 || marker >= 0xD0 && marker <= SOI) {
      return at + 2; // stray bytes, and markers without content
    }
    if (!file.has(at, 4) || !file.has(at, 2 + Math.max(2, file.u16(at + 2)))) {
      if (scans == 0) {
        throw UnreadableFile.truncated();
      }
      end();
      return file.length();
    }
    int length = Math.max(2, file.u16(at + 2));
    var content = file.part(at + 4, length - 2);
    int next = at + 2 + length;
    if (marker == SOS) {
      return scan(at, next);
    }
    if (marker == DQT || marker == DHT || marker == DRI) {
      tables.write(file.copy(at, 2 + length));
    } else if (marker >= SOF0 && marker <= SOF15) {
      frame(marker, content);
      tables.write(renamed(file.copy(at, 2 + length), 4 + 6, 3, components));
    } else {
      note(marker, content);
    }
    return next;
  }

  private void end() {
    tables.write(0xFF);
    tables.write(EOI);
    ended = true;
  }

  private void frame(int marker, FileBytes content) throws IOException {
    if (frame >= 0) {
      throw UnreadableFile.damaged("two frames in one picture");
    }
    frame = marker;
    int precision = content.u8(0);
    height = content.u16(1);
    width = content.u16(3);
    components = content.u8(5);
    if (marker > 0xC2 && marker != LOSSLESS) {
      throw UnreadableFile.unsupported(
          "expected a baseline, progressive or lossless JPEG, but it is of the kind SOF%s (arithmetic coding or hierarchical); save it again as a baseline JPEG",
          marker - SOF0);
    }
    if (precision != 8 && marker != LOSSLESS) {
      throw UnreadableFile.unsupported(
          "expected a JPEG of 8 bits per sample, but it has %s; save it as a PNG or TIFF of 16 bits",
          precision);
    }
    if (precision < 2 || precision > 16) {
      throw UnreadableFile.damaged("%s bits per sample", precision);
    }
    limits.check(width, height);
    if (components != 1 && components != 3 && components != 4) {
      throw UnreadableFile.unsupported(
          "expected a JPEG of grey, RGB or CMYK samples, but it has %s components; save it again as RGB",
          components);
    }
    if (content.length() < 6 + 3 * components) {
      throw UnreadableFile.damaged("a frame header of %s bytes", content.length());
    }
    for (int c = 0; c < components; c++) {
      int factors = content.u8(7 + 3L * c);
      if (!isFactor(factors >> 4) || !isFactor(factors & 15)) {
        throw UnreadableFile.damaged("sampling factors of %s", Integer.toHexString(factors));
      }
    }
    var ids = new StringBuilder();
    for (int c = 0; c < components; c++) {
      ids.append((char) content.u8(6 + 3L * c));
    }
    names = ids.toString();
  }

  /**
   * Names the four components C, M, Y, K in a segment, since Java takes those that are named 1, 2,
   * 3, 4 for YCbCr and alpha, which no other program does.
   *
   * @param at the position of the first name
   * @param step from a name to the next
   */
  private byte[] renamed(byte[] segment, int at, int step, int count) {
    if (components == CMYK.length() && names.chars().distinct().count() == CMYK.length()) {
      for (int c = 0; c < count && at + c * step < segment.length; c++) {
        int index = names.indexOf(segment[at + c * step] & 255);
        segment[at + c * step] = (byte) (index < 0 ? 0 : CMYK.charAt(index));
      }
    }
    return segment;
  }

  private static boolean isFactor(int factor) {
    return factor >= 1 && factor <= 4;
  }

  private int scan(int at, int content) throws IOException {
    if (frame < 0) {
      throw UnreadableFile.damaged("a scan before the frame header");
    }
    scans++;
    int end = content;
    while (true) {
      end = file.indexOf(0xFF, end);
      if (end < 0 || !file.has(end, 2)) {
        end = file.length();
        break;
      }
      int next = file.u8(end + 1);
      if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
        break;
      }
      end += next == 0xFF ? 1 : 2;
    }
    tables.write(renamed(file.copy(at, end - at), 4 + 1, 2, file.u8(at + 4)));
    return end;
  }

  private void note(int marker, FileBytes content) throws UnreadableFile {
    if (marker == APP0 && content.startsWith(0, "JFIF\0")) {
      jfif = true;
    } else if (marker == APP14 && content.startsWith(0, "Adobe") && content.length() >= 12) {
      adobe = content.u8(11);
    } else if (marker == APP1 && content.startsWith(0, "Exif\0")) {
      if (orientation == Orientation.NORMAL) {
        orientation = Exif.orientation(content);
      }
    } else if (marker == APP2 && content.startsWith(0, ICC) && scans == 0) {
      profile.add(content);
    }
  }

  /**
   * Joins the parts of the profile; each says its number, from 1, and the count of all. Null if
   * there is none; one with a missing part is ignored.
   */
  private byte @Nullable [] wholeProfile() throws UnreadableFile {
    if (profile.isEmpty()) {
      return null;
    }
    var parts = new FileBytes[profile.size()];
    for (var part : profile) {
      boolean numbered = part.has(ICC.length(), 2);
      int number = numbered ? part.u8(ICC.length()) : 0;
      if (number < 1
          || number > parts.length
          || parts[number - 1] != null
          || part.u8(ICC.length() + 1L) != parts.length) {
        ColourProfile.warn(limits, "some of its parts are missing or numbered wrongly");
        return null;
      }
      parts[number - 1] = part;
    }
    var bytes = new ByteArrayOutputStream();
    for (var part : parts) {
      int start = ICC.length() + 2;
      bytes.writeBytes(part.copy(start, part.length() - start));
    }
    return bytes.toByteArray();
  }

  private static void writeProfile(byte[] data, ByteArrayOutputStream to) {
    int most = 0xFFFF - 2 - ICC.length() - 2;
    int parts = (data.length + most - 1) / most;
    if (parts > 255) {
      return;
    }
    for (int i = 0; i < parts; i++) {
      int count = Math.min(most, data.length - i * most);
      var content = new ByteArrayOutputStream();
      for (char c : ICC.toCharArray()) {
        content.write(c);
      }
      content.write(i + 1);
      content.write(parts);
      content.write(data, i * most, count);
      to.writeBytes(segment(APP2, content.toByteArray()));
    }
  }

  private static byte[] segment(int marker, byte[] content) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(0xFF);
    bytes.write(marker);
    bytes.write(content.length + 2 >> 8);
    bytes.write(content.length + 2);
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }
}
