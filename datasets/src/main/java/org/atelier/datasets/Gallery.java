package org.atelier.datasets;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;
import org.jspecify.annotations.Nullable;

/** A few embedded pictures by name, each with its author and licence. Decoded when asked for. */
public final class Gallery implements PictureSource {
  private final List<Item> items;
  private final ImageFolder files;

  /**
   * A picture's facts.
   *
   * @param name how it is asked for: {@code chelsea_cat}
   * @param file its resource's name: {@code chelsea_cat.png}
   * @param title what it shows
   * @param author who took or painted it
   * @param licence the licence's short name, to be given with the author where the picture is shown
   * @param width in pixels
   * @param height in pixels
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

  /** An item as the index has it: photographs have an author, paintings an artist. */
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

  /** The gallery of a folder of this jar. */
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

  /** The pictures' facts, in their order. */
  public List<Item> items() {
    return items;
  }

  /** The names, in the order of the pictures. */
  public List<String> names() {
    return items.stream().map(Item::name).toList();
  }

  /**
   * One picture, in its own size.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is no such picture; the message lists the names
   * @throws IOException if it cannot be read
   */
  public Picture picture(String name) throws IOException {
    for (Item item : items) {
      if (item.name.equals(name)) {
        return files.picture(item.file);
      }
    }
    throw new IllegalArgumentException(
        "There is no picture '%s'; there are %s"
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
