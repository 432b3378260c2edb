package org.atelier.translation;

import ai.djl.ndarray.types.Shape;
import org.atelier.options.OptionChecks;

/**
 * The size of the pictures of one domain, or of other arrays (C, H, W): a spectrogram has 1
 * channel, a one-hot class map one channel per class.
 *
 * @param channels C, at least 1: 1 for grey, 3 for RGB
 * @param height H in pixels, at least 1
 * @param width W in pixels, at least 1
 */
public record Domain(int channels, int height, int width) {
  /** Checks every number. */
  public Domain {
    OptionChecks.atLeast(1, "channels", channels);
    OptionChecks.atLeast(1, "height", height);
    OptionChecks.atLeast(1, "width", width);
    OptionChecks.pictureSize(channels, height, width);
  }

  /** Square RGB pictures. */
  public static Domain rgb(int size) {
    return new Domain(3, size, size);
  }

  /** Returns a copy with this number of channels. */
  public Domain withChannels(int channels) {
    return new Domain(channels, height, width);
  }

  /** Returns a copy with this height, in pixels. */
  public Domain withHeight(int height) {
    return new Domain(channels, height, width);
  }

  /** Returns a copy with this width, in pixels. */
  public Domain withWidth(int width) {
    return new Domain(channels, height, width);
  }

  /** (C, H, W). */
  public Shape shape() {
    return new Shape(channels, height, width);
  }
}
