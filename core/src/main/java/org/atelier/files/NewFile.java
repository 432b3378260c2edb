package org.atelier.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that is written atomically: under a temporary name in the same folder, flushed to the
 * disk, and renamed by {@link #commit}.
 *
 * <p>Does not use {@link Files#createTempFile}, whose files are readable by their owner only.
 */
public final class NewFile implements AutoCloseable {
  private static final int MOST_NAME = 100;

  /** The temporary files of this process that are neither committed nor deleted. */
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream stream;
  private boolean done;

  /**
   * Creates a temporary file beside the target.
   *
   * @param target the final path, in an existing folder
   * @throws WriteException if the file cannot be created, or the target is a folder
   */
  public NewFile(Path target) throws IOException {
    this.target = target.toAbsolutePath();
    if (Files.isDirectory(this.target)) {
      throw WriteException.of(this.target, new FileAlreadyExistsException(target.toString()));
    }
    // In characters that every encoding has, and short: the whole name has 255 bytes at most.
    String name = String.valueOf(this.target.getFileName()).replaceAll("[^!-~]", "_");
    String start = name.substring(0, Math.min(name.length(), MOST_NAME));
    temporary = this.target.resolveSibling("." + start + "." + UUID.randomUUID());
    try {
      channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw WriteException.of(this.target, e);
    }
    UNFINISHED.add(temporary);
    stream = new Described(Channels.newOutputStream(channel));
  }

  /** A stream whose failures name the final file. */
  private final class Described extends FilterOutputStream {
    Described(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      try {
        out.write(value);
      } catch (IOException e) {
        throw WriteException.of(target, e);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw WriteException.of(target, e);
      }
    }
  }

  /**
   * Deletes the temporary files that a killed process left in a folder.
   *
   * @param folder the folder; no other process may be writing to it
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

  /**
   * Writes a text in UTF-8 atomically, replacing an existing file.
   *
   * @throws WriteException if that fails; an existing file is unchanged
   */
  public static void write(Path target, String text) throws IOException {
    try (var file = new NewFile(target)) {
      file.stream().write(text.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
  }

  /** Returns the stream to write to; its failures are {@link WriteException}s. */
  public OutputStream stream() {
    return stream;
  }

  /**
   * Returns the channel to write to. Its failures name no file: pass them to {@link
   * WriteException#of}.
   */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Flushes the file to the disk and renames it to the target, replacing an existing file.
   *
   * @throws WriteException if that fails; an existing file is unchanged
   */
  public void commit() throws IOException {
    try {
      channel.force(true);
      channel.close();
      move();
    } catch (IOException e) {
      throw WriteException.of(target, e);
    }
    done = true;
    UNFINISHED.remove(temporary);
    syncFolder(target.getParent());
  }

  private void move() throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Flushes a folder's entries to the disk. Does nothing on systems that cannot open folders
   * (Windows).
   */
  public static void syncFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system can open folders.
    }
  }

  /** Deletes the temporary file, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      try {
        channel.close();
      } finally {
        UNFINISHED.remove(temporary);
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * Deletes the temporary files of this process that were not committed, as well as that is
   * possible: for a process that ends in the middle of its work.
   */
  public static void deleteUnfinished() {
    for (Path temporary : UNFINISHED) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // The process ends; there is nobody to tell.
      }
    }
  }
}
