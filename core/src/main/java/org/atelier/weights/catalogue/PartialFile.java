package org.atelier.weights.catalogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.atelier.files.NewFile;
import org.atelier.files.WriteException;

/**
 * What was downloaded so far: {@code NAME.part}, and in {@code NAME.part.tag} the mark by which the
 * server tells versions of the file apart. Both stay where a download is interrupted, and are gone
 * when the file is whole.
 */
final class PartialFile {
  /** Written by a server, read from a disk: only what a header may hold. */
  private static final Pattern TAG = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,255}");

  private final Path target;
  private final Path part;
  private final Path tag;

  /**
   * @param target the file's final path, in an existing folder
   */
  PartialFile(Path target) {
    this.target = target;
    part = target.resolveSibling(target.getFileName() + ".part");
    tag = target.resolveSibling(target.getFileName() + ".part.tag");
  }

  /** Returns the path of the bytes that are there. */
  Path path() {
    return part;
  }

  /** Returns the folder of the file. */
  Path folder() {
    return Objects.requireNonNull(target.toAbsolutePath().getParent());
  }

  /** Returns the number of bytes that are there. */
  long length() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** Returns the server's mark of the version whose bytes these are. */
  Optional<String> tag() throws IOException {
    if (!Files.exists(tag) || Files.size(tag) > 256) {
      return Optional.empty();
    }
    String text = Files.readString(tag, StandardCharsets.ISO_8859_1);
    return Optional.of(text).filter(TAG.asMatchPredicate());
  }

  /** Empties the file, and notes the mark of the version that comes. */
  void restart(Optional<String> mark) throws IOException {
    delete();
    Optional<String> usable = mark.filter(TAG.asMatchPredicate());
    if (usable.isPresent()) {
      NewFile.write(tag, usable.get());
    }
  }

  /** Opens the file to append to it. */
  FileChannel append() throws IOException {
    try {
      return FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw WriteException.of(target, e);
    }
  }

  /** Writes all of some buffers. */
  void write(FileChannel channel, List<ByteBuffer> buffers) throws IOException {
    try {
      for (ByteBuffer buffer : buffers) {
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    } catch (IOException e) {
      throw WriteException.of(target, e);
    }
  }

  /** Brings the bytes to the disk and gives them their final name. */
  void commit() throws IOException {
    try {
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      try {
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw WriteException.of(target, e);
    }
    Files.deleteIfExists(tag);
    NewFile.syncFolder(folder());
  }

  /** Deletes the bytes and the mark. */
  void delete() throws IOException {
    try {
      Files.deleteIfExists(part);
      Files.deleteIfExists(tag);
    } catch (IOException e) {
      throw WriteException.of(target, e);
    }
  }
}
