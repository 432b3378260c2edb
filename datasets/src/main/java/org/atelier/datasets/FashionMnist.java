package org.atelier.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.data.source.IdxFile;
import org.atelier.data.source.IdxPictures;
import org.atelier.data.source.IdxSet;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;

/**
 * Fashion-MNIST: grey pictures of clothes in ten classes, 28×28 pixels (Xiao, Rasul and Vollgraf,
 * arXiv:1708.07747; MIT licence).
 *
 * <p>The 10,000 test pictures are embedded, 1,000 per class: enough to train a small model. The
 * 60,000 training pictures are read from a folder. The files of MNIST and its other variants have
 * the same names and format and can be read too; {@link #CLASSES} does not apply to them.
 */
public final class FashionMnist implements PictureSource {
  /** The names of the classes 0 to 9. */
  public static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private static final Embedded<FashionMnist> EMBEDDED = new Embedded<>(FashionMnist::readEmbedded);
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";

  private final IdxPictures pictures;
  private final int[] labels;

  private FashionMnist(IdxFile images, IdxFile labels) throws IOException {
    this.pictures = IdxPictures.of(images);
    this.labels = labels.toLabels();
    if (pictures.size() != this.labels.length) {
      throw new IOException(
          "%s has %s pictures, but %s has %s labels"
              .formatted(images.name(), pictures.size(), labels.name(), this.labels.length));
    }
  }

  /** Returns the 10,000 embedded test pictures. Cached by a soft reference. */
  public static FashionMnist embedded() {
    return EMBEDDED.get();
  }

  private static FashionMnist readEmbedded() throws IOException {
    return new FashionMnist(
        readEmbedded("fashionmnist/t10k" + IMAGES + ".gz"),
        readEmbedded("fashionmnist/t10k" + LABELS + ".gz"));
  }

  private static IdxFile readEmbedded(String path) throws IOException {
    try (var in = Embedded.open(path)) {
      return IdxFile.read(in, path, IdxFile.DEFAULT_MAX_BYTES);
    }
  }

  /**
   * Reads a folder of the original files: the training files {@code train-images-idx3-ubyte} and
   * {@code train-labels-idx1-ubyte}, or else the test files {@code t10k-…}; each uncompressed or
   * with the extension {@code .gz}, in any spelling of {@link IdxSet}.
   *
   * @throws IOException if neither pair is complete, or a file is damaged
   */
  public static FashionMnist from(Path folder) throws IOException {
    IdxSet set = IdxSet.in(folder);
    return new FashionMnist(IdxFile.read(set.images()), IdxFile.read(set.labels()));
  }

  @Override
  public int size() {
    return pictures.size();
  }

  /** Returns one picture, 28×28 grey, with background -1. */
  @Override
  public Picture picture(int index) {
    return pictures.picture(index);
  }

  /** Returns the class of a picture, from 0 to 9. */
  public int label(int index) {
    return labels[index];
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public String name(int index) {
    return pictures.name(index);
  }

  @Override
  public String fingerprint() {
    return "Fashion-MNIST, " + pictures.fingerprint();
  }

  /**
   * * Returns training data of grey pictures.
   *
   * @param size the height and width in pixels, at least 4; 32 pads by 2 background pixels at each
   *     side, any other size than 28 is resized
   */
  @Override
  public TrainingData<Images> images(int size) {
    return pictures.images(size);
  }

  @Override
  public TrainingData<Images> images(ImageOptions options) {
    return pictures.images(options);
  }

  /**
   * Returns training data of grey pictures with class labels.
   *
   * @param size as for {@link #images(int)}
   */
  public TrainingData<LabelledImages> labelled(int size) {
    return LabelledImages.join(images(size), labels);
  }

  /** Returns training data of pictures with class labels. */
  public TrainingData<LabelledImages> labelled(ImageOptions options) {
    return LabelledImages.join(images(options), labels);
  }
}
