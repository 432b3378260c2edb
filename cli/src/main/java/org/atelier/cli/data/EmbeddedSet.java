package org.atelier.cli.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.atelier.cli.command.UsageException;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.Emoji;
import org.atelier.datasets.Faces;
import org.atelier.datasets.FashionMnist;
import org.atelier.datasets.Paintings;
import org.atelier.datasets.Photos;

/** The data sets that are bundled with Atelier, by name. */
public enum EmbeddedSet {
  FASHION_MNIST("fashion-mnist", "10,000 grey pictures of clothes, 28×28", FashionMnist::embedded),
  FACES("faces", "3,008 drawn faces, 64×64", Faces::embedded),
  NOTO("noto", "Google's Noto emoji, 64×64", Emoji::noto),
  TWEMOJI("twemoji", "Twitter's emoji, 64×64", Emoji::twemoji),
  FLUENT("fluent", "Microsoft's Fluent emoji, 64×64", Emoji::fluent),
  PHOTOS("photos", "19 photographs of landscapes, animals and things", Photos::embedded),
  PAINTINGS("paintings", "2 paintings: starry_night and colour_folds", Paintings::embedded);

  private final String title;
  private final String description;
  private final Supplier<PictureSource> source;

  EmbeddedSet(String title, String description, Supplier<PictureSource> source) {
    this.title = title;
    this.description = description;
    this.source = source;
  }

  /**
   * The set that a name on the command line stands for; empty for a folder.
   *
   * @throws UsageException if the name is ambiguous, or asks for a set that there is not
   */
  public static Optional<EmbeddedSet> named(String name) {
    DataName data = DataName.of(name, titles());
    return Arrays.stream(values()).filter(set -> data.isSet(set.title)).findFirst();
  }

  /** The names of all sets. */
  static List<String> titles() {
    return Arrays.stream(values()).map(EmbeddedSet::title).toList();
  }

  /** The name on the command line. */
  public String title() {
    return title;
  }

  /** One line for {@code ./atelier list}. */
  public String description() {
    return description;
  }

  /** Opens the pictures. */
  public PictureSource source() {
    return source.get();
  }
}
