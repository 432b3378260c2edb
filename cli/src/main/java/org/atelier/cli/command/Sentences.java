package org.atelier.cli.command;

import ai.djl.engine.EngineException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.train.TrainingException;
import org.jspecify.annotations.Nullable;

/**
 * The one sentence that a user reads in place of an exception. Exceptions of this project speak for
 * themselves; those of Java and of the engine often hold a path, a word or nothing.
 */
final class Sentences {
  private static final int LONGEST = 2000;

  /** The temporary name of a file that is being written: {@code .NAME.UUID}. */
  private static final Pattern TEMPORARY =
      Pattern.compile("\\.([^/\\\\]+)\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** How {@code java.io} reports a file that cannot be opened: {@code PATH (REASON)}. */
  private static final Pattern OPENED = Pattern.compile("(.*) \\(([^()]*)\\)", Pattern.DOTALL);

  private static final Pattern ALLOCATION =
      Pattern.compile(
          "(can't allocate memory|not enough memory|CUDA out of memory).*?"
              + "([0-9.]+ ?(?:bytes|[KMG]iB))",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Sentences() {}

  /** One sentence for whatever was thrown. */
  static String of(Throwable thrown) {
    return oneLine(words(thrown));
  }

  /** Whether the message is in words, so that a stack trace adds nothing for a user. */
  private static String words(Throwable thrown) {
    if (thrown instanceof Error error) {
      return ofError(error);
    } else if (thrown instanceof UncheckedIOException wrapped) {
      return words(wrapped.getCause());
    } else if (thrown instanceof IOException failure) {
      return ofFile(failure);
    } else if (thrown instanceof EngineException failure) {
      return ofEngine(failure);
    } else if (thrown instanceof InvalidPathException invalid) {
      return "'%s' is not a path on this system (%s)"
          .formatted(invalid.getInput(), invalid.getReason());
    } else if (thrown instanceof ArithmeticException) {
      return "A size that follows from the options is larger than can be computed with; choose"
          + " smaller ones (--stacktrace shows where)";
    } else if (thrown instanceof OverlappingFileLockException) {
      return "A file is locked by this process already (--stacktrace shows where)";
    }
    String message = thrown.getMessage();
    boolean inWords =
        thrown instanceof UsageException
            || thrown instanceof TrainingException
            || thrown instanceof IllegalArgumentException && !isOfJava(thrown);
    if (isBlank(message)) {
      return "The command failed by a mistake of the program (%s); --stacktrace shows where"
          .formatted(thrown.getClass().getSimpleName());
    }
    return inWords
        ? message
        : "%s (%s; --stacktrace shows where)".formatted(message, thrown.getClass().getSimpleName());
  }

  /** Whether Java's own code threw it, whose messages are for programmers. */
  private static boolean isOfJava(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown instanceof NumberFormatException
        || trace.length > 0 && trace[0].getClassName().startsWith("java.");
  }

  private static String ofFile(IOException failure) {
    String message = failure.getMessage();
    if (failure instanceof FileSystemException file) {
      return ofPath(file);
    } else if (failure instanceof FileNotFoundException && message != null) {
      Matcher opened = OPENED.matcher(message);
      return opened.matches()
          ? reason(opened.group(1), opened.group(2))
          : "There is no " + message + "; check the path";
    } else if (failure instanceof CharacterCodingException) {
      return "A file that was expected to be text in UTF-8 is not; save it in that encoding";
    } else if (failure instanceof InterruptedIOException
        || failure instanceof ClosedChannelException) {
      return "Reading or writing a file was interrupted";
    } else if (failure instanceof EOFException && isBlank(message)) {
      return "A file ends early; it is damaged or was not copied completely";
    } else if (isBlank(message)) {
      return "A file could not be read or written (%s); --stacktrace shows which"
          .formatted(failure.getClass().getSimpleName());
    }
    // Reads and writes of an open file report the system's words alone.
    return switch (message) {
      case "Is a directory",
          "No space left on device",
          "Disk quota exceeded",
          "Read-only file system",
          "Input/output error",
          "Permission denied",
          "File too large",
          "Too many open files",
          "Stale file handle" ->
          reason(null, message);
      default -> message;
    };
  }

  private static String ofPath(FileSystemException failure) {
    String path = failure.getFile();
    if (failure instanceof NoSuchFileException) {
      return "There is no %s; check the path".formatted(path);
    } else if (failure instanceof AccessDeniedException) {
      return reason(path, "Permission denied");
    } else if (failure instanceof NotDirectoryException) {
      return "Expected a folder, but %s is a file".formatted(path);
    } else if (failure instanceof FileAlreadyExistsException) {
      return "%s exists already; choose another name or remove it".formatted(path);
    } else if (failure instanceof DirectoryNotEmptyException) {
      return "The folder %s is not empty; choose another".formatted(path);
    } else if (failure instanceof FileSystemLoopException) {
      return "The folder %s contains itself by a symbolic link; remove the link".formatted(path);
    }
    return reason(path, failure.getReason());
  }

  /**
   * A sentence for the operating system's words.
   *
   * @param path the file or folder; null if it is not known
   */
  private static String reason(@Nullable String path, @Nullable String reason) {
    String file = path == null ? "a file" : path;
    String why = reason == null ? "" : reason;
    String sentence =
        switch (why) {
          case "No such file or directory" -> "There is no %s; check the path";
          case "Permission denied", "Operation not permitted", "Access is denied" ->
              "This user has no permission for %s; change its permissions, or choose another";
          case "Is a directory" -> "Expected a file, but %s is a folder";
          case "Not a directory" -> "A part of the path %s is a file where a folder is expected";
          case "No space left on device", "Disk quota exceeded" ->
              "There is no space left on the disk for %s; make room, or choose another disk";
          case "Read-only file system" ->
              "The disk of %s is read-only; choose another, or mount it writable";
          case "File name too long" -> "The name of %s is too long for this disk; shorten it";
          case "File too large" -> "%s would be larger than this disk or user allows";
          case "Too many levels of symbolic links" ->
              "%s is a symbolic link to itself; remove the link";
          case "Too many open files" ->
              "This user has too many open files to open %s; raise the limit (ulimit -n)";
          default -> null;
        };
    if (sentence == null) {
      sentence =
          why.isBlank()
              ? "%s could not be read or written; check the path and its permissions"
              : "%s could not be read or written: " + why.replace("%", "%%");
    }
    String words = String.format(Locale.ROOT, sentence, file);
    return path == null ? Character.toUpperCase(words.charAt(0)) + words.substring(1) : words;
  }

  /** The engine's messages carry the trace of its own calls, from the second line on. */
  private static String ofEngine(EngineException failure) {
    String message = String.valueOf(failure.getMessage());
    Throwable root = root(failure);
    if (root instanceof LinkageError) {
      return ofError((Error) root);
    }
    String memory = memory(message);
    return memory != null
        ? memory
        : "The engine failed: %s; --stacktrace shows where"
            .formatted(message.lines().findFirst().orElse(message));
  }

  private static @Nullable String memory(String message) {
    Matcher allocation = ALLOCATION.matcher(message);
    if (!allocation.find()) {
      return null;
    }
    String device = allocation.group(1).startsWith("CUDA") ? "GPU memory" : "memory";
    return "There is not enough %s: the engine asked for %s more; use a smaller --batch-size, smaller networks or pictures"
        .formatted(device, allocation.group(2));
  }

  private static String ofError(Error error) {
    if (error instanceof OutOfMemoryError) {
      return "Java is out of heap memory; use smaller batches, or smaller or fewer pictures, or"
          + " raise the limit: ATELIER_JAVA_OPTIONS=-Xmx8g ./atelier ...";
    } else if (error instanceof StackOverflowError) {
      return "A file or an option is nested too deep to be read; --stacktrace shows where";
    }
    Throwable root = root(error);
    String message = root.getMessage();
    String reason =
        root.getClass().getSimpleName()
            + (isBlank(message) ? "" : ": " + message.lines().findFirst().orElse(message));
    if (root instanceof UnsatisfiedLinkError || mentions(error, "ai.djl", "ai/djl", "pytorch")) {
      return "The engine PyTorch cannot be loaded on this machine (%s); --stacktrace shows where"
          .formatted(reason);
    } else if (error instanceof LinkageError && !(error instanceof ExceptionInInitializerError)) {
      return "A class of the program is missing or damaged (%s); build it anew, and check the jars of ATELIER_CLASSPATH"
          .formatted(reason);
    }
    return "The command failed by a mistake of the program (%s); --stacktrace shows where"
        .formatted(reason);
  }

  private static boolean mentions(Throwable thrown, String... names) {
    for (Throwable each = thrown; each != null; each = cause(each)) {
      String text = String.valueOf(each.getMessage());
      for (String name : names) {
        if (text.contains(name)
            || each.getStackTrace().length > 0
                && each.getStackTrace()[0].getClassName().startsWith(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable next = cause(root); next != null; next = cause(root)) {
      root = next;
    }
    return root;
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == thrown ? null : cause;
  }

  private static boolean isBlank(@Nullable String message) {
    return message == null || message.isBlank();
  }

  /** On one line, without characters that steer a terminal, and with the final names of files. */
  private static String oneLine(String text) {
    String line = TEMPORARY.matcher(text).replaceAll("$1").strip();
    line = line.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
