package org.atelier.train;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.atelier.files.WriteException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive right to write into a run's folder, held by one training loop at a time: a lock of
 * the operating system on the file {@code run.lock}, which is released when the process ends in
 * whatever way. The file says who holds the lock. It is deleted when the lock is released; one that
 * a killed process leaves is not locked, and is used again.
 *
 * <p>On a file system without locks, a warning is logged and nothing is locked.
 */
final class RunLock implements AutoCloseable {
  /** The file's name in the run's folder. */
  static final String FILE = "run.lock";

  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);

  /** Beyond the content, since Windows lets no other process read what is locked. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int MAX_BYTES = 500;
  private static final int MAX_PADDING = 2000;
  private static final int ATTEMPTS = 20;

  /**
   * The runs that this process holds. On Linux, closing any channel of a file releases the
   * process's locks on it, so a second loop must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path run;
  private final @Nullable FileChannel channel;
  private boolean closed;

  private RunLock(Path run, @Nullable FileChannel channel) {
    this.run = run;
    this.channel = channel;
  }

  /**
   * Locks a run.
   *
   * @param folder the run's folder, which exists
   * @throws RunLockedException if another process or another loop of this process writes into it
   * @throws IOException if the folder cannot be written to
   */
  static RunLock of(Path folder) throws IOException {
    Path run = folder.toRealPath();
    if (!HELD.add(run)) {
      throw new RunLockedException(folder, "another training loop of this process");
    }
    boolean locked = false;
    try {
      var lock = new RunLock(run, acquire(folder, run.resolve(FILE)));
      locked = true;
      return lock;
    } finally {
      if (!locked) {
        HELD.remove(run);
      }
    }
  }

  /** Returns the channel that holds the lock, or null if the file system has no locks. */
  private static @Nullable FileChannel acquire(Path folder, Path file) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      FileChannel channel;
      try {
        channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
      } catch (IOException e) {
        throw WriteException.of(file, e);
      }
      boolean held = false;
      try {
        @Nullable FileLock lock = tryLock(channel);
        if (lock == null) {
          throw new RunLockedException(folder, holder(channel));
        }
        long length;
        try {
          length = write(channel, file);
        } catch (IOException e) {
          // Locked here, so it is nobody else's.
          Files.deleteIfExists(file);
          throw e;
        }
        held = isAt(file, length);
        if (held) {
          return channel;
        }
      } catch (UnsupportedLockException e) {
        LOG.warn(
            "{} is on a file system without locks ({}): make sure that no other process writes"
                + " into the run",
            folder,
            e.getMessage());
        return null;
      } finally {
        if (!held) {
          channel.close();
        }
      }
    }
    throw new RunLockedException(folder, "another process");
  }

  /**
   * Whether the locked file is still the one of this name: its last holder may have deleted it
   * after it was opened here, and another process may have created a new one. It is recognised by
   * its length, since opening and closing it would release the lock.
   */
  private static boolean isAt(Path file, long length) throws IOException {
    try {
      return Files.size(file) == length;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The file system refuses to lock. */
  private static final class UnsupportedLockException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedLockException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws UnsupportedLockException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      // By code of this process that reached the folder by another path.
      return null;
    } catch (IOException e) {
      throw new UnsupportedLockException(e);
    }
  }

  /** Writes who holds the lock, and spaces up to a random length; returns it. */
  private static long write(FileChannel channel, Path file) throws IOException {
    try {
      channel.truncate(0);
      String padding = " ".repeat(new SecureRandom().nextInt(MAX_PADDING));
      byte[] content = (holder() + padding).getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return content.length;
    } catch (IOException e) {
      throw WriteException.of(file, e);
    }
  }

  /** This process, in a line for people. */
  private static String holder() {
    return "process %s on %s (since %s; %s)%n"
        .formatted(
            ProcessHandle.current().pid(),
            host(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            program(System.getProperty("sun.java.command", "java")));
  }

  /**
   * The program of a Java command line, as a user knows it.
   *
   * @param command the main class or jar, and the arguments
   * @return the same without the package or the folder
   */
  static String program(String command) {
    String[] words = command.split(" ", 2);
    String main = words[0];
    String name =
        main.endsWith(".jar")
            ? main.substring(Math.max(main.lastIndexOf('/'), main.lastIndexOf('\\')) + 1)
            : main.substring(Math.max(main.lastIndexOf('/'), main.lastIndexOf('.')) + 1);
    return words.length == 1 ? name : name + " " + words[1];
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(MAX_BYTES);
    channel.read(bytes, 0);
    String line =
        new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll("\\p{Cntrl}", "");
    return line.isBlank() ? "another process" : line;
  }

  /** Deletes the file and releases the lock. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (channel != null) {
        try (channel) {
          // Before the release, so that nobody's file is deleted but this one.
          Files.deleteIfExists(run.resolve(FILE));
        }
      }
    } catch (IOException e) {
      LOG.debug("{} was not deleted: {}", FILE, e.toString());
    } finally {
      HELD.remove(run);
    }
  }
}
