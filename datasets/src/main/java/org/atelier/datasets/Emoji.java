package org.atelier.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.PictureSource;
import org.atelier.data.source.SpriteSheet;
import org.atelier.image.Picture;

/**
 * Emoji of 64×64 pixels in one drawing style, RGB with alpha. The same emoji exist in several
 * styles: {@code noto().where(fluent().items()::contains)} selects those of Noto that Fluent has
 * too, in the same order.
 *
 * <p>Batches are composited on white. OpenMoji's styles, which have a share-alike licence, are in
 * the artifact {@code atelier-datasets-openmoji}.
 */
public final class Emoji implements PictureSource {
  private static final Embedded<Emoji> NOTO = new Embedded<>(() -> readEmbedded("noto"));
  private static final Embedded<Emoji> TWEMOJI = new Embedded<>(() -> readEmbedded("twemoji"));
  private static final Embedded<Emoji> FLUENT = new Embedded<>(() -> readEmbedded("fluent"));

  private final String style;
  private final PictureSource pictures;
  private final List<Item> items;

  /**
   * The metadata of an emoji, equal in every style.
   *
   * @param codepoint the Unicode code points in hexadecimal, joined by hyphens, such as {@code
   *     1F600}
   * @param name the Unicode name, such as {@code GRINNING FACE}
   * @param shortName the short name, such as {@code grinning}
   * @param category one of nine categories, such as {@code Smileys & Emotion}
   * @param subcategory the subcategory, such as {@code face-smiling}
   */
  public record Item(
      String codepoint, String name, String shortName, String category, String subcategory) {}

  /** The fields of the index that are read. */
  private record Index(int tileSize, int columns, List<Item> items) {}

  private Emoji(String style, PictureSource pictures, List<Item> items) {
    this.style = style;
    this.pictures = pictures;
    this.items = List.copyOf(items);
  }

  /** Returns Google's Noto Emoji, 1,852 pictures (Apache-2.0). Cached by a soft reference. */
  public static Emoji noto() {
    return NOTO.get();
  }

  /**
   * Returns Twemoji, 1,852 pictures (CC BY 4.0: credit the authors). Cached by a soft reference.
   */
  public static Emoji twemoji() {
    return TWEMOJI.get();
  }

  /**
   * Returns Microsoft's Fluent Emoji, 1,571 pictures without flags and families (MIT). Cached by a
   * soft reference.
   */
  public static Emoji fluent() {
    return FLUENT.get();
  }

  private static Emoji readEmbedded(String style) throws IOException {
    try (var in = Embedded.open("emoji/" + style + ".png")) {
      return read(style, in);
    }
  }

  /**
   * Reads a sprite sheet of another style with the layout of the embedded ones: 64 columns of tiles
   * of 64×64 pixels, RGBA, in the order of {@code emoji/index.json}. Fully transparent tiles are
   * skipped.
   *
   * @param style the name of the style for the fingerprint and messages
   * @param sheet a PNG; not closed
   * @throws IOException if the sprite sheet cannot be read or has another size
   */
  public static Emoji read(String style, InputStream sheet) throws IOException {
    var index = Embedded.json("emoji/index.json", Index.class);
    var layout = SpriteSheet.Layout.ofSquares(index.tileSize, index.columns, index.items.size());
    var tiles = SpriteSheet.read(sheet, style, layout);
    int[] present =
        IntStream.range(0, tiles.size()).filter(i -> isDrawn(tiles.picture(i))).toArray();
    if (present.length == 0) {
      throw new IOException("Every tile of the sprite sheet %s is transparent".formatted(style));
    }
    return new Emoji(style, tiles, index.items).choose(present);
  }

  private static boolean isDrawn(Picture tile) {
    if (tile.channels() % 2 == 1) {
      return true;
    }
    int pixels = tile.height() * tile.width();
    for (int i = (tile.channels() - 1) * pixels; i < tile.channels() * pixels; i++) {
      if (tile.values()[i] > -1) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the emoji of one category.
   *
   * @throws IllegalArgumentException if the category is unknown; the message lists the categories
   */
  public Emoji withCategory(String category) {
    List<String> categories = items.stream().map(Item::category).distinct().toList();
    if (!categories.contains(category)) {
      throw new IllegalArgumentException(
          "Unknown category '%s': expected one of %s".formatted(category, categories));
    }
    return where(item -> item.category.equals(category));
  }

  /**
   * Returns the emoji that satisfy a predicate, in order.
   *
   * @throws IllegalArgumentException if none does
   */
  public Emoji where(Predicate<Item> keep) {
    return choose(IntStream.range(0, size()).filter(i -> keep.test(items.get(i))).toArray());
  }

  private Emoji choose(int[] indices) {
    if (indices.length == items.size()) {
      return this;
    }
    List<Item> chosen = IntStream.of(indices).mapToObj(items::get).toList();
    return new Emoji(style, pictures.subset(indices), chosen);
  }

  /** Returns the name of the style, such as {@code noto}. */
  public String style() {
    return style;
  }

  /** Returns the metadata in the order of the pictures: by category, then in CLDR order. */
  public List<Item> items() {
    return items;
  }

  /** Returns the Unicode names, in the order of the pictures. */
  public List<String> names() {
    return items.stream().map(Item::name).toList();
  }

  @Override
  public int size() {
    return items.size();
  }

  /** Returns one emoji, 64×64 RGBA, not composited. */
  @Override
  public Picture picture(int index) throws IOException {
    return pictures.picture(index);
  }

  @Override
  public int channels() {
    return 3;
  }

  @Override
  public String name(int index) {
    return "%s (%s)".formatted(items.get(index).name, style);
  }

  @Override
  public String fingerprint() {
    return "emoji " + pictures.fingerprint();
  }

  /**
   * Returns training data of RGB pictures on white.
   *
   * @param size the height and width in pixels, from 4 to 64
   */
  @Override
  public TrainingData<Images> images(int size) {
    return images(ImageOptions.defaults().withSize(size));
  }
}
