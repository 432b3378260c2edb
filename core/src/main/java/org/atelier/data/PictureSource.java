package org.atelier.data;

import java.io.IOException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.image.Picture;

/**
 * Pictures by number, of any size: what {@link #images(ImageOptions)} turns into training data.
 *
 * <p>Implementations are immutable and may be read by several threads at once.
 */
public interface PictureSource {
  /** The number of pictures, at least 1. */
  int size();

  /**
   * One picture as it is stored: its own size, its own channels.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws IOException if it cannot be read; the message names it
   */
  Picture picture(int index) throws IOException;

  /** The channels of a batch when no option says otherwise: 1 (grey) or 3 (RGB). */
  int channels();

  /** What the pictures are: other content, another text. */
  String fingerprint();

  /** What error messages call a picture. */
  default String name(int index) {
    return "picture " + index;
  }

  /**
   * Training data: square pictures, {@link ImageOptions#defaults()} otherwise.
   *
   * @param size the width and height of every picture of a batch, at least 4
   */
  default TrainingData<Images> images(int size) {
    return images(ImageOptions.defaults().withSize(size).withChannels(channels()));
  }

  /** Training data: pictures brought to one size and augmented. */
  default TrainingData<Images> images(ImageOptions options) {
    return new PictureData(this, options);
  }

  /**
   * Some of the pictures.
   *
   * @param indices which, in their new order; copied
   * @throws IllegalArgumentException if there are none, or one is out of range
   */
  default PictureSource subset(int... indices) {
    return new Subset(this, indices);
  }

  /**
   * The pictures whose number passes a test, in order.
   *
   * @throws IllegalArgumentException if none passes
   */
  default PictureSource filter(IntPredicate keep) {
    return subset(IntStream.range(0, size()).filter(keep).toArray());
  }

  /**
   * The same pictures at a lower resolution, their sides divided by a factor: a domain to translate
   * from or to. With {@link ImageOptions#withEnlarge} a batch shows them as large as others, and
   * blurred.
   *
   * @param factor at least 2
   */
  default PictureSource shrunk(int factor) {
    return new Shrunk(this, factor);
  }
}
