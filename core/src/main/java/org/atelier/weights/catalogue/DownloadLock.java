package org.atelier.weights.catalogue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.atelier.files.WriteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to download one file, held by one thread of one process: a lock of the operating system
 * on the empty file {@code .NAME.lock}, which is released when the process ends in whatever way.
 * The empty file stays: to delete it would let two processes hold locks on two files of its name.
 */
final class DownloadLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DownloadLock.class);

  /** The operating system's locks are those of a process; these are of its threads. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;

  private DownloadLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /**
   * Waits until no other process or thread downloads the file.
   *
   * @param target the file, in an existing folder
   * @throws WriteException if the folder cannot be written to
   */
  static DownloadLock of(Path target) throws IOException {
    Path name = target.getFileName();
    Path file = target.toAbsolutePath().resolveSibling("").toRealPath().resolve(name);
    ReentrantLock thread = THREADS.computeIfAbsent(file, each -> new ReentrantLock());
    try {
      thread.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(target);
    }
    boolean held = false;
    try {
      var lock = new DownloadLock(thread, locked(target));
      held = true;
      return lock;
    } finally {
      if (!held) {
        thread.unlock();
      }
    }
  }

  private static FileChannel locked(Path target) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              target.resolveSibling("." + target.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw WriteException.of(target, e);
    }
    try {
      FileLock free = channel.tryLock();
      if (free == null) {
        LOG.info("Another process downloads {}; waiting for it", target.getFileName());
        channel.lock();
      }
    } catch (FileLockInterruptionException e) {
      channel.close();
      throw interrupted(target);
    } catch (IOException e) {
      LOG.warn(
          "{} is on a file system without locks ({}): make sure that no other process downloads it",
          target,
          e.getMessage());
    }
    return channel;
  }

  private static InterruptedIOException interrupted(Path target) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("Interrupted while waiting to download " + target);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      // Closing releases the lock of the operating system.
    } finally {
      thread.unlock();
    }
  }
}
