package org.atelier.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atelier.data.ContentHash;
import org.atelier.image.Picture;
import org.atelier.image.PictureException;
import org.atelier.image.Pictures;

/**
 * Encoded pictures by name: the files of a folder and its subfolders, or resources of a jar. Only
 * names are kept in memory; a picture is decoded at each access.
 */
public final class ImageFolder implements PictureSource {
  private static final Set<String> EXTENSIONS =
      Set.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp");

  private final String title;
  private final List<String> names;
  private final Opener opener;
  private final Hasher hasher;
  private final boolean files;

  /** The names of pictures in messages of failures. */
  private final UnaryOperator<String> namer;

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

  private ImageFolder(
      String title,
      List<String> names,
      Opener opener,
      Hasher hasher,
      boolean files,
      UnaryOperator<String> namer) {
    this.title = title;
    this.names = List.copyOf(names);
    this.opener = opener;
    this.hasher = hasher;
    this.files = files;
    this.namer = namer;
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
      String types = EXTENSIONS.stream().sorted().collect(Collectors.joining(", "));
      throw new IOException(
          files.isEmpty()
              ? "The folder %s is empty: expected pictures (%s)".formatted(folder, types)
              : "No picture (%s) among the %s files in %s".formatted(types, files.size(), folder));
    }
    return new ImageFolder(
        folder.toString(),
        names,
        name -> Files.newInputStream(folder.resolve(name)),
        (name, hash) -> hash.addEnd(folder.resolve(name)),
        true,
        name -> folder.resolve(name).toString());
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
    return new ImageFolder(
        title,
        names,
        opener,
        (name, hash) -> hashAll(opener, name, hash),
        false,
        name -> "%s in %s".formatted(name, title));
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
    String path = namer.apply(name);
    try (var in = opener.open(name)) {
      return Pictures.read(in, path);
    } catch (PictureException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new PictureException(
          "Cannot read %s: the file does not exist; check the path".formatted(path), e);
    } catch (AccessDeniedException e) {
      throw new PictureException(
          "Cannot read %s: there is no permission to read it; change its permissions"
              .formatted(path),
          e);
    } catch (IOException | RuntimeException e) {
      // Decoders throw any unchecked exception for damaged files.
      throw new PictureException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
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
   * length and the end of a file is not detected. A file that cannot be read contributes its name.
   */
  @Override
  public String fingerprint() {
    var hash = new ContentHash();
    for (String name : names) {
      addContent(name, hash.add(name));
    }
    return "%s picture files %s".formatted(names.size(), hash);
  }

  /**
   * Returns a hash of each file of a folder, of its length and its last 4 KiB, by its name relative
   * to the folder; empty for pictures that are not files.
   */
  @Override
  public Map<String, String> contents() {
    var contents = new LinkedHashMap<String, String>();
    for (String name : files ? names : List.<String>of()) {
      var hash = new ContentHash();
      addContent(name, hash);
      contents.put(name, hash.toString());
    }
    return contents;
  }

  private void addContent(String name, ContentHash hash) {
    try {
      hasher.add(name, hash);
    } catch (IOException e) {
      hash.add("unreadable");
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
