package org.atelier.translation.style.adain;

import ai.djl.ndarray.types.Shape;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.atelier.options.OptionChecks;

/**
 * The options of an {@link AdaIn}.
 *
 * @param decoder the decoder
 * @param channels channels of the features that it decodes, at least 1
 * @param imageSize height and width of the pictures in training, a multiple of the decoder's
 *     enlargement
 * @param styleWeight λ, the weight of the style, at least 0
 * @param optimizer the optimizer of the decoder
 */
public record AdaInOptions(
    MirrorDecoder decoder, int channels, int imageSize, double styleWeight, Adam optimizer) {
  /** Checks the numbers. */
  public AdaInOptions {
    OptionChecks.layerWidth(OptionChecks.atLeast(1, "channels", channels));
    OptionChecks.notNegative("styleWeight", styleWeight);
    int multiple = decoder.multiple();
    if (imageSize < 2 * multiple || imageSize % multiple != 0) {
      throw new IllegalArgumentException(
          "imageSize must be a multiple of %s, at least %s, for this decoder, but was %s"
              .formatted(multiple, 2 * multiple, imageSize));
    }
  }

  /**
   * As pytorch-AdaIN has them, for VGG-19: crops of 256 pixels, λ 10, Adam with learning rate 1e-4
   * / (1 + 5e-5 · step) and β₁ 0.9.
   */
  public static AdaInOptions defaults() {
    return new AdaInOptions(
        MirrorDecoder.ofVgg(),
        512,
        256,
        10,
        Adam.of(1e-4, 0.9).withSchedule(Schedule.inverse(5e-5)));
  }

  /** The shape of the features in training, without the batch axis. */
  Shape features() {
    int side = imageSize / decoder.multiple();
    return new Shape(channels, side, side);
  }

  /** Returns a copy with this decoder. */
  public AdaInOptions withDecoder(MirrorDecoder decoder) {
    return new AdaInOptions(decoder, channels, imageSize, styleWeight, optimizer);
  }

  /** Returns a copy for features of this number of channels, at least 1. */
  public AdaInOptions withChannels(int channels) {
    return new AdaInOptions(decoder, channels, imageSize, styleWeight, optimizer);
  }

  /** Returns a copy with pictures of this size in training. */
  public AdaInOptions withImageSize(int imageSize) {
    return new AdaInOptions(decoder, channels, imageSize, styleWeight, optimizer);
  }

  /** Returns a copy with this weight of the style, at least 0. */
  public AdaInOptions withStyleWeight(double styleWeight) {
    return new AdaInOptions(decoder, channels, imageSize, styleWeight, optimizer);
  }

  /** Returns a copy with this optimizer. */
  public AdaInOptions withOptimizer(Adam optimizer) {
    return new AdaInOptions(decoder, channels, imageSize, styleWeight, optimizer);
  }
}
