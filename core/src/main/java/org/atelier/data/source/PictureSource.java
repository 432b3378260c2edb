package org.atelier.data.source;

import java.io.IOException;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.data.Subset;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;

/**
 * Pictures of any size, by index; {@link #images(ImageOptions)} returns training data of them.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface PictureSource {
  /** Returns the number of pictures, at least 1. */
  int size();

  /**
   * Reads a picture at its stored size, with its stored channels.
   *
   * @param index from 0 to {@link #size()} - 1
   * @throws IOException if the picture cannot be read; the message names it
   */
  Picture picture(int index) throws IOException;

  /** Returns the default number of channels of a batch: 1 (grey) or 3 (RGB). */
  int channels();

  /**
   * Returns a text that identifies the content, for {@code run.json}; it differs for other content.
   */
  String fingerprint();

  /**
   * Returns a hash of each picture file by its name; see {@link TrainingData#contents}.
   *
   * @return empty if the pictures do not come from files
   * @throws IOException if a file cannot be read
   */
  default Map<String, String> contents() throws IOException {
    return Map.of();
  }

  /** Returns the name of a picture for messages. */
  default String name(int index) {
    return "picture " + index;
  }

  /**
   * Returns training data of square pictures, with {@link ImageOptions#defaults()} otherwise.
   *
   * @param size the height and width in pixels, at least 4
   */
  default TrainingData<Images> images(int size) {
    return images(ImageOptions.defaults().withSize(size).withChannels(channels()));
  }

  /** Returns training data: pictures cropped and resized to one shape, and augmented. */
  default TrainingData<Images> images(ImageOptions options) {
    return new PictureData(this, options);
  }

  /**
   * Returns a subset of the pictures.
   *
   * @param indices the indices of the pictures, in their new order; copied
   * @throws IllegalArgumentException if {@code indices} is empty, or an index is out of range
   */
  default PictureSource subset(int... indices) {
    return new PictureSubset(this, Subset.of(size(), "picture", indices));
  }

  /**
   * Returns the pictures whose indices satisfy a predicate, in order.
   *
   * @throws IllegalArgumentException if none does
   */
  default PictureSource filter(IntPredicate keep) {
    return subset(IntStream.range(0, size()).filter(keep).toArray());
  }

  /**
   * Returns the pictures downscaled, for example as the low-resolution domain of unpaired
   * translation. With {@link ImageOptions#withEnlarge} they are enlarged to the batch's size again,
   * and so blurred.
   *
   * @param factor the divisor of height and width, at least 2
   */
  default PictureSource downscaled(int factor) {
    return new Downscaled(this, factor);
  }
}
