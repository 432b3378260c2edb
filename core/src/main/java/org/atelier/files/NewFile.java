package org.atelier.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written under another name in the same folder, brought
 * to the disk, and renamed by {@link #commit}.
 *
 * <p>Not {@link Files#createTempFile}: that gives files which only their owner can read.
 */
public final class NewFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream stream;
  private boolean done;

  /**
   * Begins a file.
   *
   * @param target its final name, in a folder that exists
   * @throws IOException if no file can be made there
   */
  public NewFile(Path target) throws IOException {
    this.target = target.toAbsolutePath();
    temporary =
        this.target.resolveSibling("." + this.target.getFileName() + "." + UUID.randomUUID());
    channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    stream = Channels.newOutputStream(channel);
  }

  /**
   * Removes what a killed process left in a folder: everything written, but never named.
   *
   * @param folder nobody else may be writing to it
   */
  public static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, NewFile::isLeftover)) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static boolean isLeftover(Path path) {
    return path.getFileName()
        .toString()
        .matches("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  /** Writes a small text file in one go. */
  public static void write(Path target, String text) throws IOException {
    try (var file = new NewFile(target)) {
      file.stream().write(text.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
  }

  /** Where to write. */
  public OutputStream stream() {
    return stream;
  }

  /** Where to write, as a channel. */
  public FileChannel channel() {
    return channel;
  }

  /** Gives the file its name, in place of one that had it before. */
  public void commit() throws IOException {
    channel.force(true);
    channel.close();
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    done = true;
    syncFolder(target.getParent());
  }

  /**
   * Brings a folder's names to the disk. Where the system cannot (Windows), a rename is as safe as
   * it gets.
   */
  public static void syncFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system opens folders.
    }
  }

  /** Removes what was written, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      try {
        channel.close();
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
