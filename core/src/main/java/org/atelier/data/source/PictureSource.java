package org.atelier.data.source;

import java.io.IOException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.data.Subset;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;

/**
 * Pictures of any size, by index; {@link #images(ImageOptions)} makes training data of them.
 *
 * <p>Implementations are immutable and may be read by several threads at once.
 */
public interface PictureSource {
  /** The number of pictures, at least 1. */
  int size();

  /**
   * Reads a picture with its own size and channels.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws IOException if it cannot be read; the message names it
   */
  Picture picture(int index) throws IOException;

  /** The default number of channels of a batch: 1 (grey) or 3 (RGB). */
  int channels();

  /** Identifies the content for {@code run.json}: other pictures have another text. */
  String fingerprint();

  /** The name of a picture in error messages. */
  default String name(int index) {
    return "picture " + index;
  }

  /**
   * Training data of square pictures, with {@link ImageOptions#defaults()} otherwise.
   *
   * @param size the width and height of every picture of a batch in pixels, at least 4
   */
  default TrainingData<Images> images(int size) {
    return images(ImageOptions.defaults().withSize(size).withChannels(channels()));
  }

  /** Training data: pictures cropped and resized to one shape, and augmented. */
  default TrainingData<Images> images(ImageOptions options) {
    return new PictureData(this, options);
  }

  /**
   * Chosen pictures.
   *
   * @param indices of the pictures, in their new order; copied
   * @throws IllegalArgumentException if there are none, or one is out of range
   */
  default PictureSource subset(int... indices) {
    return new PictureSubset(this, Subset.of(size(), "picture", indices));
  }

  /**
   * The pictures whose index satisfies a predicate, in order.
   *
   * @throws IllegalArgumentException if none does
   */
  default PictureSource filter(IntPredicate keep) {
    return subset(IntStream.range(0, size()).filter(keep).toArray());
  }

  /**
   * The same pictures downscaled: the low-resolution domain of an unpaired translation, say. With
   * {@link ImageOptions#withEnlarge} a batch has them at the size of others, blurred.
   *
   * @param factor that both sides are divided by, at least 2
   */
  default PictureSource downscaled(int factor) {
    return new Downscaled(this, factor);
  }
}
