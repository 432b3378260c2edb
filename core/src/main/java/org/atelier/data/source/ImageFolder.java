package org.atelier.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.atelier.data.ContentHash;
import org.atelier.files.FolderListing;
import org.atelier.image.Picture;
import org.atelier.image.PictureException;
import org.atelier.image.PictureNames;
import org.atelier.image.Pictures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encoded pictures by name: the files of a folder and its subfolders, or resources of a jar. Only
 * names are kept in memory; a picture is decoded at each access.
 */
public final class ImageFolder implements PictureSource {
  private static final List<String> EXTENSIONS = PictureNames.READ;

  private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);

  private final String title;
  private final List<String> names;
  private final Content content;

  /** Opens the encoded bytes of a picture by its name. Must be thread-safe. */
  @FunctionalInterface
  public interface Opener {
    /** Opens a new stream, which the caller closes. */
    InputStream open(String name) throws IOException;
  }

  /** The bytes of the pictures, by index. */
  private sealed interface Content {
    InputStream open(int index) throws IOException;

    /** The name of a picture in messages of failures. */
    String name(int index);

    void hash(int index, ContentHash hash) throws IOException;
  }

  /** Files, as they were listed: a path that was made from a name may be another. */
  private record Listed(List<Path> files) implements Content {
    @Override
    public InputStream open(int index) throws IOException {
      return Files.newInputStream(files.get(index));
    }

    @Override
    public void hash(int index, ContentHash hash) throws IOException {
      hash.addEnd(files.get(index));
    }

    @Override
    public String name(int index) {
      return files.get(index).toString();
    }
  }

  private record Opened(String title, List<String> names, Opener opener) implements Content {
    @Override
    public InputStream open(int index) throws IOException {
      return opener.open(names.get(index));
    }

    @Override
    public void hash(int index, ContentHash hash) throws IOException {
      hashAll(opener, names.get(index), hash);
    }

    @Override
    public String name(int index) {
      return "%s in %s".formatted(names.get(index), title);
    }
  }

  private ImageFolder(String title, List<String> names, Content content) {
    this.title = title;
    this.names = names;
    this.content = content;
  }

  /**
   * Lists the pictures of a folder and its sub-folders at any depth, sorted by their names (by code
   * unit, with / between folders, so that the order is the same on every machine). Files with the
   * extension png, jpg, jpeg, bmp, gif, tif, tiff or webp are pictures. Those that are hidden or in
   * hidden or service folders ({@link FolderListing#isHidden}) are left out, and a log message
   * counts them. Symbolic links are followed.
   *
   * @throws IOException if the folder is missing, cannot be listed or has no picture
   */
  public static ImageFolder open(Path folder) throws IOException {
    FolderListing listing = list(folder);
    return of(folder, listing.files(), listing);
  }

  /**
   * Opens each folder directly in a folder, such as the domains or the classes of a data set. What
   * {@link #open} leaves out is left out here; pictures directly in the folder belong to none.
   *
   * @return the pictures by the name of their folder, sorted by that name; empty if there are no
   *     folders
   * @throws IOException if the folder is missing or cannot be listed, or one of its folders has no
   *     picture
   */
  public static SortedMap<String, ImageFolder> openEach(Path folder) throws IOException {
    FolderListing listing = list(folder);
    var each = new TreeMap<String, ImageFolder>();
    for (Path sub : listing.folders()) {
      List<FolderListing.Entry> its =
          listing.files().stream()
              .filter(file -> file.path().startsWith(sub))
              .map(file -> new FolderListing.Entry(file.path(), withoutFirst(file.name())))
              .toList();
      if (each.put(String.valueOf(sub.getFileName()), of(sub, its, listing)) != null) {
        throw new IOException(
            "Two folders in %s have the name %s as this platform's encoding reads it; rename one"
                .formatted(folder, sub.getFileName()));
      }
    }
    return each;
  }

  private static String withoutFirst(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  private static FolderListing list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          Files.exists(folder)
              ? "Expected a folder of pictures, but %s is a file".formatted(folder)
              : "The folder %s does not exist".formatted(folder));
    }
    FolderListing listing = FolderListing.of(folder, ImageFolder::isPicture);
    String remark = listing.remark("picture");
    if (remark != null) {
      LOG.warn(remark);
    }
    return listing;
  }

  private static ImageFolder of(
      Path folder, List<FolderListing.Entry> pictures, FolderListing listing) throws IOException {
    if (pictures.isEmpty()) {
      String types = EXTENSIONS.stream().collect(Collectors.joining(", "));
      throw new IOException(
          listing.leftOut() > 0
              ? "No picture in %s but hidden ones and those in hidden or service folders, which are left out; move them into a folder of another name"
                  .formatted(folder)
              : listing.others() == 0
                  ? "The folder %s is empty: expected pictures (%s)".formatted(folder, types)
                  : "No picture (%s) among the %s files in %s"
                      .formatted(types, listing.others(), folder));
    }
    return new ImageFolder(
        folder.toString(),
        pictures.stream().map(FolderListing.Entry::name).toList(),
        new Listed(pictures.stream().map(FolderListing.Entry::path).toList()));
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
    List<String> all = List.copyOf(names);
    return new ImageFolder(title, all, new Opened(title, all, opener));
  }

  private static boolean isPicture(String file) {
    int dot = file.lastIndexOf('.');
    return dot >= 0 && EXTENSIONS.contains(file.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Returns the names in order, relative to the folder, with / between folders. */
  public List<String> names() {
    return names;
  }

  /**
   * Returns the file of a picture, as it was listed. A path that is resolved from a name is another
   * one where the platform's encoding cannot decode the name.
   *
   * @param index from 0 to {@link #size()} - 1
   * @return empty if the pictures are not files
   */
  public Optional<Path> file(int index) {
    Objects.checkIndex(index, names.size());
    return content instanceof Listed listed
        ? Optional.of(listed.files().get(index))
        : Optional.empty();
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public Picture picture(int index) throws IOException {
    return read(Objects.checkIndex(index, names.size()));
  }

  /**
   * Reads a picture by its name.
   *
   * @throws IllegalArgumentException if the name is unknown
   * @throws IOException if the picture cannot be read; the message names it
   */
  public Picture picture(String name) throws IOException {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("There is no picture %s in %s".formatted(name, title));
    }
    return read(index);
  }

  private Picture read(int index) throws IOException {
    String name = content.name(index);
    try (var in = content.open(index)) {
      return Pictures.read(in, name);
    } catch (PictureException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new PictureException(
          "Cannot read %s: the file does not exist; check the path".formatted(name), e);
    } catch (AccessDeniedException e) {
      throw new PictureException(
          "Cannot read %s: there is no permission to read it; change its permissions"
              .formatted(name),
          e);
    } catch (IOException | RuntimeException e) {
      // Decoders throw any unchecked exception for damaged files.
      throw new PictureException("Cannot read %s: %s".formatted(name, e.getMessage()), e);
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
    for (int i = 0; i < names.size(); i++) {
      addContent(i, hash.add(names.get(i)));
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
    for (int i = 0; content instanceof Listed && i < names.size(); i++) {
      var hash = new ContentHash();
      addContent(i, hash);
      contents.put(names.get(i), hash.toString());
    }
    return contents;
  }

  private void addContent(int index, ContentHash hash) {
    try {
      content.hash(index, hash);
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
