package org.atelier.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Embedded ICC profiles. One that cannot be used is ignored with a warning, as in other decoders:
 * the pixels are whole.
 */
final class ColourProfile {
  /** The largest accepted profile; profiles of printers reach about 4 MB. */
  static final int MAX_BYTES = 1 << 24;

  private static final int HEADER = 128;

  /**
   * Classes that say what colour a picture's samples have: display, input, output, colour space.
   */
  private static final Set<String> CLASSES = Set.of("mntr", "scnr", "prtr", "spac");

  private ColourProfile() {}

  /**
   * Returns the colour space of a profile, or null if it cannot be used: cut, damaged, or for
   * samples of another kind. The conversion itself may still fail ({@link #converts}).
   *
   * @param profile null if the file has none
   * @param colours the file's colours: 1 for grey, 3 for RGB, 4 for CMYK
   */
  static @Nullable ICC_ColorSpace usable(
      byte @Nullable [] profile, int colours, ReadLimits limits) {
    if (profile == null) {
      return null;
    }
    try {
      return parse(FileBytes.bigEndian(profile), colours);
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

  private static ICC_ColorSpace parse(FileBytes profile, int colours) throws UnreadableFile {
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
    return new ICC_ColorSpace(ICC_Profile.getInstance(profile.copy(0, profile.u32(0))));
  }

  /** Converts one pixel: some profiles are parsed and fail only there. */
  static boolean converts(ICC_ColorSpace space, ReadLimits limits) {
    int colours = space.getNumComponents();
    var from = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 1, 1, colours, null);
    var to = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 1, 1, 3, null);
    var profiles =
        new ICC_Profile[] {space.getProfile(), ICC_Profile.getInstance(ColorSpace.CS_sRGB)};
    try {
      new ColorConvertOp(profiles, null).filter(from, to);
      return true;
    } catch (RuntimeException e) {
      warn(limits, "it is damaged");
      return false;
    }
  }
}
