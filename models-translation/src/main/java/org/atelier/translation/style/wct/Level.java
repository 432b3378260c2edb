package org.atelier.translation.style.wct;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.perception.FeatureExtractor;

/**
 * An encoder and the decoder that makes pictures of one of its taps. It may serve several
 * transfers, so whoever made encoder and decoder closes them.
 *
 * @param encoder computes the features
 * @param tap the name of the features, among the encoder's taps
 * @param decoder makes pictures of the features
 */
public record Level(FeatureExtractor encoder, String tap, FeatureDecoder decoder) {
  private static final NativeFunction TO_PICTURE =
      NativeFunction.of("torch.sub(torch.mul(torch.clamp(x, 0., 1.), 2.), 1.)", "x");

  /**
   * Checks the tap.
   *
   * @throws IllegalArgumentException if the encoder has no such tap
   */
  public Level {
    encoder.path(tap);
  }

  /** Returns the pixels from one position of the features to the next. */
  public int stride() {
    return Math.toIntExact(encoder.receptiveField(tap).stride());
  }

  /**
   * Returns the least side in pixels that can be encoded: padding by reflection needs a neighbour.
   */
  public int leastSide() {
    return 2 * stride();
  }

  /** Returns the device of the encoder, which must be the decoder's. */
  public Device device() {
    return encoder.device();
  }

  /**
   * Computes the features of pictures.
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

  /**
   * Makes pictures of features, clamped to black and white.
   *
   * @param features (N, C, H', W')
   * @return (N, 3, H, W) in [-1, 1], attached to the manager of {@code features}
   */
  public NDArray decode(NDArray features) {
    return TO_PICTURE.apply(decoder.decode(features));
  }
}
