package org.atelier.cli.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.Emoji;
import org.atelier.datasets.Faces;
import org.atelier.datasets.FashionMnist;

/** The pictures that come with Atelier and are many enough to train on, by name. */
public enum EmbeddedSet {
  FASHION_MNIST("fashion-mnist", "10,000 grey pictures of clothes, 28×28", FashionMnist::embedded),
  FACES("faces", "3,008 drawn faces, 64×64", Faces::embedded),
  NOTO("noto", "Google's Noto emoji, 64×64", Emoji::noto),
  TWEMOJI("twemoji", "Twitter's emoji, 64×64", Emoji::twemoji),
  FLUENT("fluent", "Microsoft's Fluent emoji, 64×64", Emoji::fluent);

  private final String title;
  private final String description;
  private final Supplier<PictureSource> source;

  EmbeddedSet(String title, String description, Supplier<PictureSource> source) {
    this.title = title;
    this.description = description;
    this.source = source;
  }

  public static Optional<EmbeddedSet> named(String name) {
    return Arrays.stream(values()).filter(set -> set.title.equals(name)).findFirst();
  }

  public String title() {
    return title;
  }

  public String description() {
    return description;
  }

  public PictureSource source() {
    return source.get();
  }
}
