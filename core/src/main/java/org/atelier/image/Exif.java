package org.atelier.image;

/**
 * Reads the orientation from EXIF metadata, which have the structure of a TIFF file: a byte order,
 * a directory of entries. Nothing else is read of them, so slips elsewhere do no harm.
 */
final class Exif {
  private static final int ORIENTATION = 0x112;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int SIGNED_BYTE = 6;
  private static final int UNDEFINED = 7;
  private static final int SIGNED_SHORT = 8;
  private static final int SIGNED_LONG = 9;
  private static final int ENTRY = 12;

  private Exif() {}

  /**
   * Returns the orientation of the first directory; normal if there is none or it is not readable.
   *
   * @param exif from the byte order on, or from "Exif\0\0" before it
   */
  static Orientation orientation(FileBytes exif) {
    try {
      return read(exif.startsWith(0, "Exif\0") ? exif.part(6, exif.length() - 6) : exif);
    } catch (UnreadableFile e) {
      return Orientation.NORMAL;
    }
  }

  private static Orientation read(FileBytes exif) throws UnreadableFile {
    boolean little = exif.startsWith(0, "II");
    if (!little && !exif.startsWith(0, "MM")) {
      return Orientation.NORMAL;
    }
    var data = exif.ordered(little);
    long directory = data.u32(4);
    int entries = data.u16(directory);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) ENTRY * i;
      if (data.u16(entry) == ORIENTATION) {
        return value(data, entry);
      }
    }
    return Orientation.NORMAL;
  }

  /**
   * Takes the first value, also where an entry wrongly has several, or is of another type of whole
   * numbers than the standard's SHORT.
   */
  private static Orientation value(FileBytes data, long entry) throws UnreadableFile {
    int size = bytes(data.u16(entry + 2));
    long count = data.u32(entry + 4);
    if (count < 1 || size == 0) {
      return Orientation.NORMAL;
    }
    long at = count * size <= 4 ? entry + 8 : data.u32(entry + 8);
    return Orientation.ofNumber(size == 1 ? data.u8(at) : size == 2 ? data.u16(at) : data.u32(at));
  }

  /** Returns the bytes of a number of a type, 0 if it is no type of whole numbers. */
  private static int bytes(int type) {
    return switch (type) {
      case BYTE, SIGNED_BYTE, UNDEFINED -> 1;
      case SHORT, SIGNED_SHORT -> 2;
      case LONG, SIGNED_LONG -> 4;
      default -> 0;
    };
  }
}
