package org.atelier.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An embedded ICC profile. One that cannot be used is ignored with a warning, as in other decoders:
 * the pixels are whole. Thread-safe.
 */
final class ColourProfile {
  /** The largest accepted profile; profiles of printers reach about 4 MB. */
  static final int MAX_BYTES = 1 << 24;

  private static final int HEADER = 128;

  /**
   * Classes that say what colour a picture's samples have: display, input, output, colour space.
   */
  private static final Set<String> CLASSES = Set.of("mntr", "scnr", "prtr", "spac");

  /** How precisely samples are converted. */
  enum Precision {
    /** In bytes, several times faster: enough for lossy formats. */
    BYTES(DataBuffer.TYPE_BYTE, 127.5f),
    /** In 16 bits: exact for samples of 8 bits, and visually lossless for others. */
    SHORTS(DataBuffer.TYPE_USHORT, 32767.5f);

    private final int type;
    private final float halfRange;

    Precision(int type, float halfRange) {
      this.type = type;
      this.halfRange = halfRange;
    }
  }

  private final ICC_Profile profile;
  private final Precision precision;
  private final ColorConvertOp toSrgb;

  private ColourProfile(ICC_Profile profile, Precision precision) {
    this.profile = profile;
    this.precision = precision;
    toSrgb =
        new ColorConvertOp(
            new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
  }

  /**
   * Returns a profile, or null if it cannot be used: cut, damaged, or for samples of another kind.
   *
   * @param profile null if the file has none
   * @param colours the file's colours: 1 for grey, 3 for RGB, 4 for CMYK
   * @param precision of the conversion
   */
  static @Nullable ColourProfile usable(
      byte @Nullable [] profile, int colours, Precision precision, ReadLimits limits) {
    if (profile == null) {
      return null;
    }
    try {
      var parsed = parse(FileBytes.bigEndian(profile), colours, precision);
      // Some profiles are parsed and fail only at the first pixel.
      parsed.convert(parsed.strip(1, 1, colours), parsed.strip(1, 1, 3));
      return parsed;
    } catch (UnreadableFile e) {
      warn(limits, e.reason());
    } catch (RuntimeException e) {
      // Damaged profiles make the colour management system throw any unchecked exception.
      warn(limits, "it is damaged");
    }
    return null;
  }

  static void warn(ReadLimits limits, String reason) {
    limits.warn(
        "the colour profile cannot be used (%s); colours are taken as sRGB".formatted(reason));
  }

  private static ColourProfile parse(FileBytes profile, int colours, Precision precision)
      throws UnreadableFile {
    if (profile.length() > MAX_BYTES) {
      throw UnreadableFile.damaged("%s bytes, more than %s", profile.length(), MAX_BYTES);
    }
    if (!profile.has(0, HEADER + 4) || profile.u32(0) > profile.length()) {
      throw UnreadableFile.damaged("it is cut");
    }
    if (!profile.startsWith(36, "acsp") || profile.u32(0) < HEADER + 4) {
      throw UnreadableFile.damaged("it is no ICC profile");
    }
    if (!CLASSES.contains(profile.text(12, 4))) {
      throw UnreadableFile.damaged("it is not of a display, scanner, printer or colour space");
    }
    var model = colours == 1 ? "GRAY" : colours == 3 ? "RGB " : "CMYK";
    if (!profile.startsWith(16, model)) {
      throw UnreadableFile.damaged("it is not for %s samples", model.strip());
    }
    return new ColourProfile(ICC_Profile.getInstance(profile.copy(0, profile.u32(0))), precision);
  }

  /** Returns the number of colours: 1, 3 or 4. */
  int colours() {
    return profile.getNumComponents();
  }

  /** Returns the profile's bytes. */
  byte[] data() {
    return profile.getData();
  }

  /** Returns a strip of samples of this precision. */
  Strip strip(int width, int height, int bands) {
    return new Strip(precision, width, height, bands);
  }

  /**
   * Converts samples to sRGB.
   *
   * @param from a strip of {@link #colours} bands
   * @param to one of 3 bands and the same size
   */
  synchronized void convert(Strip from, Strip to) {
    toSrgb.filter(from.raster, to.raster);
  }

  /** Rows of samples, the bands of a pixel side by side. */
  static final class Strip {
    private final float halfRange;
    private final WritableRaster raster;

    /** The raster's memory; empty for the other precision. */
    private final byte[] bytes;

    private final short[] shorts;

    private Strip(Precision precision, int width, int height, int bands) {
      halfRange = precision.halfRange;
      raster = Raster.createInterleavedRaster(precision.type, width, height, bands, null);
      // Not by DataBuffer.setElem, which is several times slower.
      bytes = raster.getDataBuffer() instanceof DataBufferByte data ? data.getData() : new byte[0];
      shorts =
          raster.getDataBuffer() instanceof DataBufferUShort data ? data.getData() : new short[0];
    }

    /** Sets a sample in [-1, 1]. */
    void set(int index, float value) {
      // As Math.round for what is not negative, and several times faster.
      int sample = (int) ((value + 1) * halfRange + 0.5f);
      if (bytes.length > 0) {
        bytes[index] = (byte) sample;
      } else {
        shorts[index] = (short) sample;
      }
    }

    /** Returns a sample in [-1, 1]. */
    float get(int index) {
      int sample = bytes.length > 0 ? bytes[index] & 0xFF : shorts[index] & 0xFFFF;
      return sample / halfRange - 1;
    }
  }
}
