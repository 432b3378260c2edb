package org.atelier.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;

/** Checks of files and folders that a command reads, before anything is computed. */
public final class Inputs {
  private Inputs() {}

  /**
   * Refuses what cannot be read as a file.
   *
   * @param option its name in messages, such as {@code --reference}
   * @param what the file in messages, with its article
   */
  public static void file(String option, String what, Path file) {
    exists(option, what, "file", file);
    if (Files.isDirectory(file)) {
      throw new UsageException(
          "%s expects %s, but %s is a folder; name a file in it".formatted(option, what, file));
    }
    readable(option, what, file);
  }

  /**
   * Refuses what cannot be read as a folder.
   *
   * @param option its name in messages, such as {@code --model}
   * @param what the folder in messages, with its article
   */
  public static void folder(String option, String what, Path folder) {
    exists(option, what, "folder", folder);
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "%s expects %s, but %s is a file; name the folder".formatted(option, what, folder));
    }
    readable(option, what, folder);
  }

  /**
   * Reads a picture.
   *
   * @param option its name in messages, such as {@code --mask}
   */
  public static Picture picture(String option, Path file) {
    file(option, "a picture", file);
    try {
      return Pictures.read(file);
    } catch (IOException e) {
      throw new UsageException("%s expects a picture, but %s".formatted(option, e.getMessage()), e);
    }
  }

  private static void exists(String option, String what, String kind, Path path) {
    if (Files.notExists(path)) {
      throw new UsageException(
          "%s expects %s, but there is no %s %s; check the path"
              .formatted(option, what, kind, path));
    }
  }

  private static void readable(String option, String what, Path path) {
    boolean enter = !Files.isDirectory(path) || Files.isExecutable(path);
    if (!Files.isReadable(path) || !enter) {
      throw new UsageException(
          "%s expects %s, but this user has no permission to read %s"
              .formatted(option, what, path));
    }
  }
}
