package org.atelier.datasets;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;
import org.jspecify.annotations.Nullable;

/** Embedded pictures by name, each with its author and licence. Decoded at each access. */
public final class Gallery implements PictureSource {
  private final List<Item> items;
  private final ImageFolder files;

  /**
   * The metadata of a picture.
   *
   * @param name the picture's name, such as {@code chelsea_cat}
   * @param file the name of the resource, such as {@code chelsea_cat.png}
   * @param title the title
   * @param author the photographer or painter
   * @param licence the short name of the licence; state it with the author wherever the picture is
   *     published
   * @param width the width in pixels
   * @param height the height in pixels
   */
  public record Item(
      String name,
      String file,
      String title,
      String author,
      String licence,
      int width,
      int height) {}

  private record Index(List<Entry> items) {}

  /** An entry of the index: photographs have an author, paintings an artist. */
  private record Entry(
      String file,
      String title,
      @Nullable String author,
      @Nullable String artist,
      String licence,
      int width,
      int height) {
    private Item toItem() {
      String by = author != null ? author : artist != null ? artist : "unknown";
      String name = file.substring(0, file.lastIndexOf('.'));
      return new Item(name, file, title, by, licence, width, height);
    }
  }

  private Gallery(List<Item> items, ImageFolder files) {
    this.items = items;
    this.files = files;
  }

  /** Reads the gallery of a resource folder. */
  static Gallery read(String folder) throws IOException {
    List<Item> items =
        Embedded.json(folder + "/index.json", Index.class).items.stream()
            .map(Entry::toItem)
            .toList();
    return new Gallery(
        items,
        ImageFolder.of(
            "the embedded " + folder,
            items.stream().map(Item::file).toList(),
            file -> Embedded.open(folder + "/" + file)));
  }

  /** Returns the metadata, in the order of the pictures. */
  public List<Item> items() {
    return items;
  }

  /** Returns the names, in the order of the pictures. */
  public List<String> names() {
    return items.stream().map(Item::name).toList();
  }

  /**
   * Returns one picture at its stored size.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if the name is unknown; the message lists the names
   * @throws IOException if the picture cannot be read
   */
  public Picture picture(String name) throws IOException {
    for (Item item : items) {
      if (item.name.equals(name)) {
        return files.picture(item.file);
      }
    }
    throw new IllegalArgumentException(
        "Unknown picture '%s': expected one of %s"
            .formatted(name, names().stream().sorted().collect(Collectors.joining(", "))));
  }

  @Override
  public Picture picture(int index) throws IOException {
    return files.picture(index);
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public int channels() {
    return files.channels();
  }

  @Override
  public String name(int index) {
    return files.name(index);
  }

  @Override
  public String fingerprint() {
    return files.fingerprint();
  }
}
