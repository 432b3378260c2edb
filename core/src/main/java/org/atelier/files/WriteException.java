package org.atelier.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a file or a folder cannot be written. The message names it by its final path, never by
 * that of a temporary file, and says what is the matter and what to do.
 */
public final class WriteException extends IOException {
  private static final long serialVersionUID = 1L;

  private WriteException(Path target, IOException cause) {
    super("Cannot write %s: %s".formatted(target, reason(target, cause)), cause);
  }

  /**
   * Describes a failure of writing a file or a folder.
   *
   * @param target the final path
   * @param failure what the file system threw, for the target or for a temporary file beside it
   * @return a new exception with this cause, or the {@code WriteException} that {@code failure} is
   *     or wraps
   */
  public static WriteException of(Path target, IOException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WriteException described) {
        return described;
      }
    }
    return new WriteException(target, failure);
  }

  /**
   * Returns what is the matter and what to do, without the name of the file.
   *
   * @param target the final path
   * @param failure what was thrown, for the target or for a temporary file or folder beside it
   */
  public static String reason(Path target, IOException failure) {
    if (failure instanceof WriteException && failure.getCause() instanceof IOException cause) {
      return reason(target, cause);
    }
    String text = text(failure);
    @Nullable String known = known(text.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    @Nullable Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      return "it is a folder; choose the name of a file";
    }
    Path existing = existing(folder);
    if (!Files.isDirectory(existing)) {
      return "%s is a file and not a folder; choose another folder".formatted(existing);
    }
    if (text.toLowerCase(Locale.ROOT).contains("read-only") || isReadOnly(existing)) {
      return "the file system of %s is read-only; choose a folder on another".formatted(existing);
    }
    if (failure instanceof AccessDeniedException || !Files.isWritable(existing)) {
      return "there is no permission to write into the folder %s; change its permissions, or choose another folder"
          .formatted(existing);
    }
    if (!existing.equals(folder)) {
      return "there is no folder %s; create it, or choose another".formatted(folder);
    }
    if (text.equals(failure.getClass().getSimpleName())) {
      return "the file system of %s does not allow it; choose another folder".formatted(existing);
    }
    return text + "; check the disk, or choose another folder";
  }

  private static @Nullable String known(String text) {
    if (text.contains("no space left") || text.contains("not enough space")) {
      return "the disk is full; free disk space, or choose a folder on another disk";
    }
    if (text.contains("quota")) {
      return "the disk quota is used up; free disk space, or choose a folder on another disk";
    }
    if (text.contains("file too large")) {
      return "it would be larger than the file system or a limit of this process (ulimit -f)"
          + " allows; raise the limit, or choose a folder on another disk";
    }
    if (text.contains("name too long")) {
      return "its name is too long for the file system; choose a shorter one";
    }
    if (text.contains("too many open files")) {
      return "this process may open no more files; raise the limit (ulimit -n)";
    }
    return null;
  }

  /** The folder itself, or the innermost around it that exists. */
  private static Path existing(Path folder) {
    Path at = folder;
    for (@Nullable Path up = folder; up != null; up = up.getParent()) {
      at = up;
      if (Files.exists(up)) {
        break;
      }
    }
    return at;
  }

  /** The system's words without the path, which may be that of a temporary file. */
  private static String text(IOException failure) {
    @Nullable String text =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    return text == null || text.isBlank() ? failure.getClass().getSimpleName() : text;
  }

  private static boolean isReadOnly(Path folder) {
    try {
      return Files.getFileStore(folder).isReadOnly();
    } catch (IOException | SecurityException e) {
      return false;
    }
  }
}
