package org.atelier.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.BadPictureChoice;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.data.source.IdxSet;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Picture;
import org.atelier.image.PictureException;
import org.atelier.image.PictureShape;

/**
 * The pictures that {@code --data} names: an embedded data set, a folder of IDX files (MNIST's
 * format) or a folder of pictures.
 *
 * @param title their name in messages
 * @param location a value of {@code --data} that names them from any working directory
 * @param source the pictures
 * @param scalable whether pictures smaller than the model's size are scaled up
 * @param bad the reaction to pictures that cannot be read
 */
public record TrainingPictures(
    String title, String location, PictureSource source, boolean scalable, BadPictureChoice bad) {
  /**
   * Up to this size, a folder is decoded into memory before the run starts: an unreadable file is
   * found at once, and no step waits for a decoder. A larger one (above some 20,000 pictures of
   * 64×64 RGB) is read during the run, and only a sample of its files is checked before.
   */
  private static final long MOST_BYTES_IN_MEMORY = 256L << 20;

  private static final int TRIED = 64;

  /** Pictures every one of which must be readable. */
  public TrainingPictures(String title, String location, PictureSource source, boolean scalable) {
    this(title, location, source, scalable, BadPictureChoice.FAIL);
  }

  /** Returns a copy with another reaction to pictures that cannot be read. */
  public TrainingPictures withBad(BadPictureChoice bad) {
    return new TrainingPictures(title, location, source, scalable, bad);
  }

  /**
   * Opens what {@code --data} names.
   *
   * @throws UsageException if the name is ambiguous, or there is no such folder or set
   */
  public static TrainingPictures open(String name) throws IOException {
    if (name.isBlank()) {
      throw new UsageException(
          "--data expects a folder of pictures or the name of an embedded set, but it is empty;"
              + " ./atelier list names the sets");
    }
    var embedded = EmbeddedSet.named(name);
    if (embedded.isPresent()) {
      EmbeddedSet set = embedded.get();
      return new TrainingPictures(
          "the embedded " + set.title(),
          DataName.embedded(set.title()),
          set.source(),
          set == EmbeddedSet.FASHION_MNIST);
    }
    Path folder = PathArgument.of(name);
    if (!Files.exists(folder)) {
      throw new UsageException(
          "--data expects a folder of pictures or the name of an embedded set, but there is no %s; ./atelier list names the sets"
              .formatted(name));
    }
    Inputs.folder("--data", "a folder of pictures", folder);
    String location = folder.toAbsolutePath().normalize().toString();
    if (hasIdxFiles(folder)) {
      return new TrainingPictures(name, location, FashionMnist.from(folder), true);
    }
    return new TrainingPictures(name, location, ImageFolder.open(folder), false);
  }

  private static boolean hasIdxFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(IdxSet::isIdx);
    }
  }

  /**
   * The number of channels: 1 for grey, 3 for RGB; of a folder, determined from a sample of its
   * files.
   */
  public int channels() throws IOException {
    if (!(source instanceof ImageFolder)) {
      return source.channels();
    }
    for (int index : Split.spread(source.size(), TRIED)) {
      if (source.picture(bad.readable(source, index)).channels() >= 3) {
        return 3;
      }
    }
    return 1;
  }

  /**
   * Training data of pictures of one shape.
   *
   * @throws IOException if a picture cannot be read
   */
  public TrainingData<Images> images(PictureShape shape) throws IOException {
    var options =
        ImageOptions.defaults()
            .withHeight(shape.height())
            .withWidth(shape.width())
            .withChannels(shape.channels())
            .withEnlarge(scalable);
    if (!(source instanceof ImageFolder)) {
      if (!scalable) {
        new LargeEnough(source, shape).picture(0);
      }
      return source.images(options);
    }
    var checked = new LargeEnough(source, shape);
    if ((long) source.size() * shape.values() <= MOST_BYTES_IN_MEMORY) {
      PictureSource memory =
          bad == BadPictureChoice.FAIL
              ? InMemory.copyOf(checked, options)
              : InMemory.copyOfReadable(checked, options);
      if (!(memory instanceof InMemory)) {
        bad.check(memory.size(), memory.size(), memory::picture);
      }
      return memory.images(options);
    }
    bad.check(checked.size(), TRIED, checked::picture);
    return checked.images(options);
  }

  /**
   * Images of these pictures, in their order, with their {@linkplain #classes() classes}.
   *
   * @throws UsageException if the pictures have none
   */
  public TrainingData<LabelledImages> labelled(TrainingData<Images> images) {
    return LabelledImages.join(images, classes().labels());
  }

  /**
   * The classes of the pictures: the labels of IDX files, or the sub-folders of a folder.
   *
   * @throws UsageException if the pictures have none
   */
  public PictureClasses classes() {
    if (source instanceof FashionMnist idx) {
      int[] labels = IntStream.range(0, idx.size()).map(idx::label).toArray();
      return isEmbedded()
          ? new PictureClasses(FashionMnist.CLASSES, labels)
          : PictureClasses.numbered(labels);
    }
    if (source instanceof ImageFolder folder && !isEmbedded()) {
      return PictureClasses.ofFolders(title, folder.names());
    }
    throw new UsageException(
        "Expected pictures with classes, but %s has none; use fashion-mnist, a folder of IDX files, or a folder with one sub-folder for each class"
            .formatted(title));
  }

  private boolean isEmbedded() {
    return location.startsWith(DataName.PREFIX);
  }

  /** Refuses pictures smaller than the model's size, in a message that names the option. */
  private record LargeEnough(PictureSource source, PictureShape shape) implements PictureSource {
    @Override
    public int size() {
      return source.size();
    }

    @Override
    public Picture picture(int index) throws IOException {
      Picture picture = source.picture(index);
      if (picture.width() < shape.width() || picture.height() < shape.height()) {
        throw new PictureException(
            "Expected pictures of at least %s×%s pixels, but %s has %s×%s; use a smaller --image-size or remove the picture"
                .formatted(
                    shape.width(),
                    shape.height(),
                    source.name(index),
                    picture.width(),
                    picture.height()));
      }
      return picture;
    }

    @Override
    public int channels() {
      return source.channels();
    }

    @Override
    public Map<String, String> contents() throws IOException {
      return source.contents();
    }

    @Override
    public String fingerprint() {
      return source.fingerprint();
    }

    @Override
    public String name(int index) {
      return source.name(index);
    }
  }
}
