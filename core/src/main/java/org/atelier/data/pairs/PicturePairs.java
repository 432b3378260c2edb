package org.atelier.data.pairs;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
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
 * Pairs of pictures for paired image-to-image translation, by index: an input and a target of one
 * size. {@link #images(ImageOptions)} returns training data of them.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface PicturePairs {
  /** The maximum number of missing partners that a message names. */
  int NAMED = 5;

  /**
   * A pair of pictures of one size.
   *
   * @param input the generator's input
   * @param target the desired output of the generator
   */
  record Pair(Picture input, Picture target) {}

  /** Returns the number of pairs, at least 1. */
  int size();

  /**
   * Reads a pair at its stored size.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws IOException if the pair cannot be read; the message names it
   */
  Pair pair(int index) throws IOException;

  /**
   * Returns a text that identifies the content, for {@code run.json}; it differs for other pairs.
   */
  String fingerprint();

  /**
   * Returns a hash of each file of the pairs by its name; see {@link TrainingData#contents}.
   *
   * @throws IOException if a file cannot be read
   */
  default Map<String, String> contents() throws IOException {
    return Map.of();
  }

  /** Returns the name of a pair for messages. */
  default String name(int index) {
    return "pair " + index;
  }

  /**
   * Pairs the n-th input with the n-th target.
   *
   * @throws IllegalArgumentException if the numbers of inputs and targets differ
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
   * Splits pictures that show a pair side by side, as pix2pix's data sets do: the input is the left
   * half, the target the right half; {@link #swapped()} exchanges them.
   */
  static PicturePairs sideBySide(PictureSource pictures) {
    return new SideBySidePairs(pictures);
  }

  /**
   * Pairs the pictures of two folders by their names without extension: edges/7.png and
   * photos/7.jpg.
   *
   * @throws IOException if a folder is missing or has no picture, or a picture has no partner or
   *     more than one
   */
  static PicturePairs folders(Path inputs, Path targets) throws IOException {
    ImageFolder given = ImageFolder.open(inputs);
    ImageFolder wanted = ImageFolder.open(targets);
    var givenByStem = byStem(inputs, given);
    var wantedByStem = byStem(targets, wanted);
    requirePartners(inputs, givenByStem, targets, wantedByStem);
    requirePartners(targets, wantedByStem, inputs, givenByStem);
    return of(
        given.subset(indices(given, givenByStem.values())),
        wanted.subset(
            indices(wanted, givenByStem.keySet().stream().map(wantedByStem::get).toList())));
  }

  private static int[] indices(ImageFolder folder, Collection<String> names) {
    var indices = new HashMap<String, Integer>();
    for (String name : folder.names()) {
      indices.put(name, indices.size());
    }
    return names.stream().mapToInt(indices::get).toArray();
  }

  /**
   * Names without their extension. Accents are compared in one form: a Mac stores é as two
   * characters.
   */
  private static Map<String, String> byStem(Path folder, ImageFolder pictures) throws IOException {
    var byStem = new LinkedHashMap<String, String>();
    for (String name : pictures.names()) {
      String stem =
          Normalizer.normalize(name.substring(0, name.lastIndexOf('.')), Normalizer.Form.NFC);
      String other = byStem.put(stem, name);
      if (other != null) {
        throw new IOException(
            "%s has two pictures of the same name, %s and %s: a pair needs one; remove the other"
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

  /** Returns these pairs with input and target exchanged. */
  default PicturePairs swapped() {
    return new SwappedPairs(this);
  }

  /** Returns training data whose inputs and targets have the same number of channels. */
  default TrainingData<PairedImages> images(ImageOptions options) {
    return images(options, options.channels());
  }

  /**
   * Returns training data: both pictures of a pair are resized, cropped and flipped identically.
   *
   * @param options the options of the targets, and of the inputs except for their channels
   * @param inputChannels the inputs' channels, 1 (grey) or 3 (RGB)
   */
  default TrainingData<PairedImages> images(ImageOptions options, int inputChannels) {
    return new PairData(this, options, options.withChannels(inputChannels), 0);
  }

  /**
   * Returns training data whose inputs are one-hot encoded class maps: a pixel's grey byte is its
   * class, from 0. Maps are resized with nearest-neighbour interpolation.
   *
   * @param options the options of the targets
   * @param classes the number of classes, from 2 to 256
   */
  default TrainingData<PairedImages> ofClassMaps(ImageOptions options, int classes) {
    if (classes < 2 || classes > 256) {
      throw new IllegalArgumentException("classes must be from 2 to 256, but was " + classes);
    }
    return new PairData(this, options, options.withChannels(1), classes);
  }
}
