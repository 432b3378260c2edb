package org.atelier.translation.style.wct;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.perception.FeatureExtractor;

/**
 * The features of one tap of an encoder.
 *
 * @param encoder computes the features
 * @param tap their name, among the encoder's taps
 */
public record FeatureTap(FeatureExtractor encoder, String tap) {
  /**
   * Checks the tap.
   *
   * @throws IllegalArgumentException if the encoder has no such tap
   */
  public FeatureTap {
    encoder.path(tap);
  }

  /** Returns the pixels from one position of the features to the next. */
  public int stride() {
    return Math.toIntExact(encoder.receptiveField(tap).stride());
  }

  /** Returns the least side in pixels that can be encoded: reflection needs a neighbour. */
  public int leastSide() {
    return 2 * stride();
  }

  /** Returns the device of the encoder. */
  public Device device() {
    return encoder.device();
  }

  /**
   * Computes the features of pictures; recorded for autograd if the thread records.
   *
   * @param pictures (N, 3, H, W) in [-1, 1]
   * @return (N, C, H', W'), attached to the manager of {@code pictures}
   */
  public NDArray encode(NDArray pictures) {
    return encoder.of(pictures, List.of(tap)).get(tap);
  }

  /** Computes the features, (1, C, H', W'), of one picture that is continued to a padded size. */
  public NDArray encode(Picture picture, PaddedSize size, NDManager manager) {
    return encode(size.pad(picture).toArray(manager).expandDims(0));
  }
}
