package org.atelier.translation.style.wct;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.perception.FeatureExtractor;

/**
 * Features and the decoder that makes pictures of them. It may serve several transfers, so whoever
 * made encoder and decoder closes them.
 *
 * @param features of an encoder on the decoder's device
 * @param decoder makes pictures of the features
 */
public record Level(FeatureTap features, FeatureDecoder decoder) {
  private static final NativeFunction TO_PICTURE =
      NativeFunction.of("torch.sub(torch.mul(torch.clamp(x, 0., 1.), 2.), 1.)", "x");

  /**
   * A level of an encoder's tap.
   *
   * @throws IllegalArgumentException if the encoder has no such tap
   */
  public Level(FeatureExtractor encoder, String tap, FeatureDecoder decoder) {
    this(new FeatureTap(encoder, tap), decoder);
  }

  /**
   * Makes pictures of features, clamped to black and white.
   *
   * @param changed features (N, C, H', W')
   * @return (N, 3, H, W) in [-1, 1], attached to the manager of {@code changed}
   */
  public NDArray decode(NDArray changed) {
    return TO_PICTURE.apply(decoder.decode(changed));
  }
}
