package org.atelier.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The file-name extensions of pictures: the only list of them. */
public final class PictureNames {
  /** Extensions of the formats that can be read, in lower case and without the dot, sorted. */
  public static final List<String> READ =
      List.of("bmp", "gif", "jpeg", "jpg", "png", "tif", "tiff", "webp");

  /** Extensions of the formats that can be written, without the dot. */
  public static final List<String> WRITTEN = List.of("png", "jpg", "jpeg", "tif", "tiff");

  private PictureNames() {}

  /** Returns whether a file has the extension of a format that can be read; case is ignored. */
  public static boolean isRead(Path file) {
    return READ.contains(extension(String.valueOf(file.getFileName())));
  }

  /** Returns whether a file has the extension of a JPEG; case is ignored. */
  public static boolean isJpeg(Path file) {
    String extension = extension(String.valueOf(file.getFileName()));
    return extension.equals("jpg") || extension.equals("jpeg");
  }

  /**
   * Returns a file name's extension in lower case, without the dot; empty if it has none.
   *
   * @param name such as {@code photo.JPG}
   */
  public static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
