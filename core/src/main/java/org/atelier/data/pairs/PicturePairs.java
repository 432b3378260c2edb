package org.atelier.data.pairs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.PairedImages;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;

/**
 * Pairs of pictures for paired translation, by index: an input and a target of one size. {@link
 * #images(ImageOptions)} makes training data of them.
 *
 * <p>Implementations are immutable and may be read by several threads at once.
 */
public interface PicturePairs {
  /** The number of missing partners that a message names. */
  int NAMED = 5;

  /**
   * Two pictures of one size.
   *
   * @param input of the generator
   * @param target what the generator should make of it
   */
  record Pair(Picture input, Picture target) {}

  /** The number of pairs, at least 1. */
  int size();

  /**
   * A pair as it is stored.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws IOException if it cannot be read; the message names it
   */
  Pair pair(int index) throws IOException;

  /** Identifies the content for {@code run.json}: other pairs have another text. */
  String fingerprint();

  /** The name of a pair in error messages. */
  default String name(int index) {
    return "pair " + index;
  }

  /**
   * The n-th input with the n-th target.
   *
   * @throws IllegalArgumentException if there are not as many of the one as of the other
   */
  static PicturePairs of(PictureSource inputs, PictureSource targets) {
    if (inputs.size() != targets.size()) {
      throw new IllegalArgumentException(
          "Expected as many inputs as targets, but got %s and %s"
              .formatted(inputs.size(), targets.size()));
    }
    return new AlignedPairs(inputs, targets);
  }

  /**
   * Pictures that show a pair side by side, as pix2pix's data sets do: the input on the left, the
   * target on the right; {@link #swapped()} for the other way.
   */
  static PicturePairs sideBySide(PictureSource pictures) {
    return new SideBySidePairs(pictures);
  }

  /**
   * The pictures of two folders that have the same name but for its ending: edges/7.png and
   * photos/7.jpg.
   *
   * @throws IOException if a folder is missing or has no picture, or a picture has no partner or
   *     several
   */
  static PicturePairs folders(Path inputs, Path targets) throws IOException {
    var given = byStem(inputs);
    var wanted = byStem(targets);
    requirePartners(inputs, given, targets, wanted);
    requirePartners(targets, wanted, inputs, given);
    return of(
        named(inputs, List.copyOf(given.values())),
        named(targets, given.keySet().stream().map(wanted::get).toList()));
  }

  private static PictureSource named(Path folder, List<String> names) throws IOException {
    ImageFolder all = ImageFolder.open(folder);
    return all.subset(names.stream().mapToInt(all.names()::indexOf).toArray());
  }

  private static Map<String, String> byStem(Path folder) throws IOException {
    var byStem = new LinkedHashMap<String, String>();
    for (String name : ImageFolder.open(folder).names()) {
      String other = byStem.put(name.substring(0, name.lastIndexOf('.')), name);
      if (other != null) {
        throw new IOException(
            "%s has two pictures of one name, %s and %s: a pair needs one; remove the other"
                .formatted(folder, other, name));
      }
    }
    return byStem;
  }

  private static void requirePartners(
      Path folder, Map<String, String> pictures, Path otherFolder, Map<String, String> others)
      throws IOException {
    List<String> alone =
        pictures.keySet().stream().filter(stem -> !others.containsKey(stem)).toList();
    if (!alone.isEmpty()) {
      throw new IOException(
          "%s of the %s pictures in %s have no partner of the same name in %s: %s%s"
              .formatted(
                  alone.size(),
                  pictures.size(),
                  folder,
                  otherFolder,
                  String.join(", ", alone.stream().limit(NAMED).map(pictures::get).toList()),
                  alone.size() > NAMED ? ", …" : ""));
    }
  }

  /** The same pairs with input and target exchanged. */
  default PicturePairs swapped() {
    return new SwappedPairs(this);
  }

  /** Training data of as many channels on both sides. */
  default TrainingData<PairedImages> images(ImageOptions options) {
    return images(options, options.channels());
  }

  /**
   * Training data: both pictures of a pair brought to one size, cropped and flipped alike.
   *
   * @param options of the targets, and of the inputs but for their channels
   * @param inputChannels 1 (grey) or 3 (RGB)
   */
  default TrainingData<PairedImages> images(ImageOptions options, int inputChannels) {
    return new PairData(this, options, options.withChannels(inputChannels), 0);
  }

  /**
   * Training data whose inputs are class maps, one-hot encoded: a pixel's grey byte is its class,
   * from 0. Maps are resized by nearest neighbour.
   *
   * @param options of the targets
   * @param classes the number of classes, at least 2
   */
  default TrainingData<PairedImages> ofClassMaps(ImageOptions options, int classes) {
    if (classes < 2 || classes > 256) {
      throw new IllegalArgumentException("classes must be from 2 to 256, but was " + classes);
    }
    return new PairData(this, options, options.withChannels(1), classes);
  }
}
