package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Pictures;

/** Writes embedded pictures to a folder, for the examples that read folders. */
final class EmbeddedFolder {
  private EmbeddedFolder() {}

  /**
   * Writes {@code 0000.png}, {@code 0001.png} and so on, unless the folder exists.
   *
   * @return the folder
   */
  static Path write(PictureSource pictures, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      System.out.printf(
          Locale.ROOT, "Writing %d embedded pictures to %s%n", pictures.size(), folder);
      Files.createDirectories(folder);
      for (int i = 0; i < pictures.size(); i++) {
        Pictures.write(
            pictures.picture(i), folder.resolve(String.format(Locale.ROOT, "%04d.png", i)));
      }
    }
    return folder;
  }
}
