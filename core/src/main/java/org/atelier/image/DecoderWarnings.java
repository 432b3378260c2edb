package org.atelier.image;

import java.util.Locale;
import javax.imageio.ImageReader;

/** JPEG decoders fill missing data with grey and only warn; the warnings are in English. */
final class DecoderWarnings {
  private boolean missingData;

  DecoderWarnings(ImageReader reader) {
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          var text = warning.toLowerCase(Locale.ROOT);
          missingData |= text.contains("premature end") || text.contains("truncated");
        });
  }

  /** Fails if the decoder spoke of missing data. */
  void check() throws UnreadableFile {
    if (missingData) {
      throw UnreadableFile.truncated();
    }
  }
}
