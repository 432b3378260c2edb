package org.atelier.cli.train.style;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.atelier.cli.data.Split;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.run.BadPictureChoice;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.Augmentation;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.train.TrainingOptions;

/**
 * Random crops of photographs that are scaled to twice the side of a crop, and mirrored at random.
 * Up to 256 MB of them are decoded before the run.
 */
final class PhotoCrops<O extends Record> implements TrainingSource<O, Images> {
  private static final long MOST_BYTES_IN_MEMORY = 256L << 20;

  private final TrainingPictures found;
  private final ToIntFunction<O> side;
  private final Consumer<Split<Images>> opened;

  /**
   * Finds what {@code --data} names.
   *
   * @param side of the crops of some options
   * @param opened is told what was opened
   */
  PhotoCrops(
      String name, ToIntFunction<O> side, BadPictureChoice bad, Consumer<Split<Images>> opened)
      throws IOException {
    found = TrainingPictures.open(name).withBad(bad);
    this.side = side;
    this.opened = opened;
  }

  @Override
  public String title() {
    return found.title();
  }

  @Override
  public String location() {
    return found.location();
  }

  @Override
  public int size() {
    return found.source().size();
  }

  @Override
  public O fit(O options) {
    return options;
  }

  @Override
  public TrainingData<Images> data(O options, TrainingOptions training) throws IOException {
    int crop = side.applyAsInt(options);
    Split<Images> all = Split.of(crops(found, crop), found.bad());
    // The same pictures as a whole, for the grids.
    TrainingData<Images> whole = found.source().images(options(2 * crop));
    opened.accept(new Split<>(all.training(), Split.of(whole, found.bad()).shown()));
    return all.training();
  }

  private static ImageOptions options(int side) {
    return ImageOptions.defaults().withSize(side).withChannels(3).withEnlarge(true);
  }

  /** Random crops of pictures. */
  static TrainingData<Images> crops(TrainingPictures found, int crop) throws IOException {
    Augmentation augmentation = Augmentation.none().withFlip(true).withEnlargeBy(crop);
    PictureSource source = found.source();
    long bytes = 12L * crop * crop * source.size();
    if (bytes <= MOST_BYTES_IN_MEMORY) {
      source =
          found.bad() == BadPictureChoice.FAIL
              ? InMemory.copyOf(source, options(2 * crop))
              : InMemory.copyOfReadable(source, options(2 * crop));
    }
    return source.images(options(crop).withAugmentation(augmentation));
  }

  @Override
  public String describe(O options) {
    int crop = side.applyAsInt(options);
    return "crops of %s×%s".formatted(crop, crop);
  }
}
