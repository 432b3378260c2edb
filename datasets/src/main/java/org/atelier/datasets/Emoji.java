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
 * styles: {@code noto().where(fluent().items()::contains)} are those of Noto that Fluent has too,
 * in the same order.
 *
 * <p>Batches show them on white. OpenMoji's styles, which have a share-alike licence, are in the
 * artifact {@code atelier-datasets-openmoji}.
 */
public final class Emoji implements PictureSource {
  private static final Embedded<Emoji> NOTO = new Embedded<>(() -> readEmbedded("noto"));
  private static final Embedded<Emoji> TWEMOJI = new Embedded<>(() -> readEmbedded("twemoji"));
  private static final Embedded<Emoji> FLUENT = new Embedded<>(() -> readEmbedded("fluent"));

  private final String style;
  private final PictureSource pictures;
  private final List<Item> items;

  /**
   * What an emoji is, the same in every style.
   *
   * @param codepoint Unicode code points in hexadecimal, joined by hyphens: {@code 1F600}
   * @param name the Unicode name: {@code GRINNING FACE}
   * @param shortName {@code grinning}
   * @param category one of nine: {@code Smileys & Emotion}
   * @param subcategory {@code face-smiling}
   */
  public record Item(
      String codepoint, String name, String shortName, String category, String subcategory) {}

  /** The part of the index that is read. */
  private record Index(int tileSize, int columns, List<Item> items) {}

  private Emoji(String style, PictureSource pictures, List<Item> items) {
    this.style = style;
    this.pictures = pictures;
    this.items = List.copyOf(items);
  }

  /** Google's Noto Emoji, 1,852 pictures (Apache-2.0). Cached softly. */
  public static Emoji noto() {
    return NOTO.get();
  }

  /** Twemoji, 1,852 pictures (CC BY 4.0: name the authors). Cached softly. */
  public static Emoji twemoji() {
    return TWEMOJI.get();
  }

  /** Microsoft's Fluent Emoji, 1,571 pictures: no flags, no families (MIT). Cached softly. */
  public static Emoji fluent() {
    return FLUENT.get();
  }

  private static Emoji readEmbedded(String style) throws IOException {
    try (var in = Embedded.open("emoji/" + style + ".png")) {
      return read(style, in);
    }
  }

  /**
   * A sheet in another style, with the tiles of the embedded ones: 64 columns, 64×64 pixels, RGBA,
   * in the order of {@code emoji/index.json}. Tiles that are wholly transparent are left out.
   *
   * @param style what the fingerprint and error messages call it
   * @param sheet a PNG; stays open
   * @throws IOException if it cannot be read or has another size
   */
  public static Emoji read(String style, InputStream sheet) throws IOException {
    var index = Embedded.json("emoji/index.json", Index.class);
    var layout = SpriteSheet.Layout.ofSquares(index.tileSize, index.columns, index.items.size());
    var atlas = SpriteSheet.read(sheet, style, layout);
    int[] present =
        IntStream.range(0, atlas.size()).filter(i -> isDrawn(atlas.picture(i))).toArray();
    if (present.length == 0) {
      throw new IOException("Every tile of the sheet %s is transparent".formatted(style));
    }
    return new Emoji(style, atlas, index.items).choose(present);
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
   * The emoji of one category.
   *
   * @throws IllegalArgumentException if there is none; the message lists the categories
   */
  public Emoji withCategory(String category) {
    List<String> categories = items.stream().map(Item::category).distinct().toList();
    if (!categories.contains(category)) {
      throw new IllegalArgumentException(
          "There is no category '%s'; there are %s".formatted(category, categories));
    }
    return where(item -> item.category.equals(category));
  }

  /**
   * The emoji that pass a test, in order.
   *
   * @throws IllegalArgumentException if none passes
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

  /** The style: {@code noto}, say. */
  public String style() {
    return style;
  }

  /** What the emoji are, in the order of the pictures: by category, then in CLDR order. */
  public List<Item> items() {
    return items;
  }

  /** The Unicode names, in the order of the pictures. */
  public List<String> names() {
    return items.stream().map(Item::name).toList();
  }

  @Override
  public int size() {
    return items.size();
  }

  /** One emoji, 64×64 RGBA, not composited. */
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
   * RGB pictures on white.
   *
   * @param size their width and height in pixels, from 4 to 64
   */
  @Override
  public TrainingData<Images> images(int size) {
    return images(ImageOptions.defaults().withSize(size));
  }
}
