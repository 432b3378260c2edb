package org.atelier.train;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.files.WriteException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a new run, claimed for this loop alone: created if it is missing, and locked.
 * {@link #discard} leaves what was there before.
 */
final class RunClaim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunClaim.class);

  private final Path folder;
  private final RunLock lock;

  /** The folders that this claim has created, the innermost first. */
  private final Deque<Path> created;

  private RunClaim(Path folder, RunLock lock, Deque<Path> created) {
    this.folder = folder;
    this.lock = lock;
    this.created = created;
  }

  /**
   * Claims a folder.
   *
   * @throws IllegalArgumentException if it is a file or not empty
   * @throws RunLockedException if another loop has claimed it
   * @throws IOException if it cannot be created
   */
  static RunClaim of(Path folder) throws IOException {
    requireEmpty(folder);
    var created = new ArrayDeque<Path>();
    boolean claimed = false;
    try {
      create(folder.toAbsolutePath().normalize(), created);
      RunLock lock = RunLock.of(folder);
      try {
        // Another loop may have had the folder until just before.
        requireEmpty(folder);
        claimed = true;
        return new RunClaim(folder, lock, created);
      } finally {
        if (!claimed) {
          lock.close();
        }
      }
    } finally {
      if (!claimed) {
        remove(created);
      }
    }
  }

  /**
   * Checks that a folder can be claimed.
   *
   * @throws IllegalArgumentException if it is a file or not empty
   */
  static void requireEmpty(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "Expected a folder for the run, but " + folder + " is a file; choose another");
    }
    if (Files.exists(folder) && !content(folder).isEmpty()) {
      throw new IllegalArgumentException(
          "The folder " + folder + " is not empty; resume the run in it, or choose another folder");
    }
  }

  /** All but the lock's file, which a run that was abandoned may have left. */
  private static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.filter(path -> !path.endsWith(RunLock.FILE)).toList();
    }
  }

  private static void create(Path folder, Deque<Path> created) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (@Nullable Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
      missing.add(0, at);
    }
    for (Path path : missing) {
      try {
        Files.createDirectory(path);
        created.push(path);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(path)) {
          throw WriteException.of(path, new NotDirectoryException(path.toString()));
        }
      } catch (IOException e) {
        throw new IOException(
            "The folder %s for the run cannot be created: %s"
                .formatted(folder, WriteException.reason(path, e)),
            e);
      }
    }
  }

  /** Removes what was created since the claim, and releases it. */
  void discard() {
    try {
      for (Path path : content(folder)) {
        Checkpoints.deleteTree(path);
      }
      Files.deleteIfExists(folder.resolve(RunLock.FILE));
    } catch (IOException e) {
      LOG.warn("{} could not be removed: {}", folder, e.toString());
    }
    lock.close();
    remove(created);
  }

  private static void remove(Deque<Path> created) {
    for (Path path : created) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // Something else has been put there; it stays.
        return;
      }
    }
  }

  /** Releases the claim and leaves the run. */
  @Override
  public void close() {
    lock.close();
  }
}
