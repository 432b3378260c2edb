package org.atelier.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atelier.data.ContentHash;
import org.atelier.image.Picture;
import org.atelier.image.PictureNames;
import org.atelier.image.Pictures;

/**
 * Encoded pictures by name: the files of a folder and its subfolders, or resources of a jar. Only
 * names are kept in memory; a picture is decoded at each access.
 */
public final class ImageFolder implements PictureSource {
  private static final List<String> EXTENSIONS = PictureNames.READ;
  private static final int SAMPLED_BYTES = 4096;

  private final String title;
  private final List<String> names;
  private final Opener opener;
  private final Hasher hasher;

  /** Opens the encoded bytes of a picture by its name. Must be thread-safe. */
  @FunctionalInterface
  public interface Opener {
    /** Opens a new stream, which the caller closes. */
    InputStream open(String name) throws IOException;
  }

  @FunctionalInterface
  private interface Hasher {
    void add(String name, ContentHash fingerprint) throws IOException;
  }

  private ImageFolder(String title, List<String> names, Opener opener, Hasher hasher) {
    this.title = title;
    this.names = List.copyOf(names);
    this.opener = opener;
    this.hasher = hasher;
  }

  /**
   * Lists the pictures of a folder and its subfolders at any depth, sorted by their names (by code
   * point, with / between folders, so that the order is the same on every machine). Files with the
   * extension png, jpg, jpeg, bmp, gif, tif, tiff or webp are pictures; names that begin with a dot
   * are skipped. Symbolic links are followed.
   *
   * @throws IOException if the folder is missing, cannot be listed or has no picture
   */
  public static ImageFolder open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          Files.exists(folder)
              ? "Expected a folder of pictures, but %s is a file".formatted(folder)
              : "The folder %s does not exist".formatted(folder));
    }
    List<String> files;
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      files = paths.filter(Files::isRegularFile).map(file -> relative(folder, file)).toList();
    } catch (UncheckedIOException e) {
      throw new IOException("Cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
    List<String> names = files.stream().filter(ImageFolder::isPicture).sorted().toList();
    if (names.isEmpty()) {
      String types = EXTENSIONS.stream().collect(Collectors.joining(", "));
      throw new IOException(
          files.isEmpty()
              ? "The folder %s is empty: expected pictures (%s)".formatted(folder, types)
              : "No picture (%s) among the %s files in %s".formatted(types, files.size(), folder));
    }
    return new ImageFolder(
        folder.toString(),
        names,
        name -> Files.newInputStream(folder.resolve(name)),
        (name, hash) -> hashEnd(folder.resolve(name), hash));
  }

  /**
   * Creates a source of pictures that are not files, for example resources of a jar.
   *
   * @param title the name of the collection for messages
   * @param names the names of the pictures, at least one, in their order
   * @param opener opens a picture by its name
   * @throws IllegalArgumentException if {@code names} is empty
   */
  public static ImageFolder of(String title, List<String> names, Opener opener) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one picture in " + title);
    }
    return new ImageFolder(title, names, opener, (name, hash) -> hashAll(opener, name, hash));
  }

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  private static boolean isPicture(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !file.startsWith(".") && file.contains(".") && EXTENSIONS.contains(extension);
  }

  /** Returns the names in order, relative to the folder, with / between folders. */
  public List<String> names() {
    return names;
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public Picture picture(int index) throws IOException {
    return read(names.get(Objects.checkIndex(index, names.size())));
  }

  /**
   * Reads a picture by its name.
   *
   * @throws IllegalArgumentException if the name is unknown
   * @throws IOException if the picture cannot be read; the message names it
   */
  public Picture picture(String name) throws IOException {
    if (!names.contains(name)) {
      throw new IllegalArgumentException("There is no picture %s in %s".formatted(name, title));
    }
    return read(name);
  }

  private Picture read(String name) throws IOException {
    try (var in = opener.open(name)) {
      return Pictures.read(in, name);
    } catch (IOException | RuntimeException e) {
      // Decoders throw any unchecked exception for damaged files.
      throw new IOException(
          "Cannot read the picture %s in %s: %s".formatted(name, title, e.getMessage()), e);
    }
  }

  /** Returns 3: batches are RGB unless the options specify grey. */
  @Override
  public int channels() {
    return 3;
  }

  @Override
  public String name(int index) {
    return "%s in %s".formatted(names.get(index), title);
  }

  /**
   * Returns a hash of names and contents. For files of a folder only the length and the last 4 KiB
   * are hashed, so that a folder of many gigabytes takes seconds; a change that keeps the name, the
   * length and the end of a file is not detected.
   *
   * @throws UncheckedIOException if a picture cannot be read
   */
  @Override
  public String fingerprint() {
    var hash = new ContentHash();
    try {
      for (String name : names) {
        hasher.add(name, hash.add(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "%s picture files %s".formatted(names.size(), hash);
  }

  private static void hashEnd(Path file, ContentHash hash) throws IOException {
    long length = Files.size(file);
    hash.add(length);
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(Math.max(0, length - SAMPLED_BYTES));
      hash.add(in.readNBytes(SAMPLED_BYTES));
    }
  }

  private static void hashAll(Opener opener, String name, ContentHash hash) throws IOException {
    try (var in = opener.open(name)) {
      var buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.add(buffer, count);
      }
    }
  }
}
