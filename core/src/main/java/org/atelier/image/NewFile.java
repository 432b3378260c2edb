package org.atelier.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written under another name in the same folder, and
 * renamed by {@link #commit}.
 *
 * <p>Not {@link Files#createTempFile}: that gives files which only their owner can read.
 */
final class NewFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final OutputStream stream;
  private boolean done;

  NewFile(Path target) throws PictureException {
    this.target = target;
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
    temporary = folder.resolve("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      stream = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new PictureException(
          "Cannot write %s: no file can be made in the folder %s (%s); choose another folder or change its permissions"
              .formatted(target, folder, e),
          e);
    }
  }

  /** Where to write; flushed and closed by {@link #commit}. */
  OutputStream stream() {
    return stream;
  }

  /** Gives the file its name, in place of one that had it before. */
  void commit() throws IOException {
    stream.close();
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    done = true;
  }

  /** Removes what was written, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      try {
        stream.close();
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
