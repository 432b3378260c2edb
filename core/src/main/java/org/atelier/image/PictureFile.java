package org.atelier.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.files.NewFile;

/** Creates the file of a picture; failures are {@link PictureException}s that say what to do. */
final class PictureFile {
  private PictureFile() {}

  static NewFile create(Path target) throws PictureException {
    var absolute = target.toAbsolutePath();
    var folder = absolute.getParent();
    if (folder == null || Files.isDirectory(absolute)) {
      throw new PictureException(
          "Cannot write a picture to %s: it is a folder; add a file name".formatted(target));
    }
    if (!Files.isDirectory(folder)) {
      throw new PictureException(
          "Cannot write %s: the folder %s does not exist; create it first"
              .formatted(target, folder));
    }
    try {
      return new NewFile(target);
    } catch (IOException e) {
      throw new PictureException(e.getMessage(), e);
    }
  }
}
