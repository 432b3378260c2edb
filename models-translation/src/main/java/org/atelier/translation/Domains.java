package org.atelier.translation;

import ai.djl.ndarray.types.Shape;
import org.atelier.options.OptionChecks;

/**
 * What pictures a model is given and makes, all of one size.
 *
 * @param inputChannels of what is given (domain A): 1 grey, 3 RGB, or one a class of a label map
 * @param outputChannels of what is made (domain B)
 * @param height in pixels
 * @param width in pixels
 */
public record Domains(int inputChannels, int outputChannels, int height, int width) {
  /** Checks every number. */
  public Domains {
    OptionChecks.atLeast(1, "inputChannels", inputChannels);
    OptionChecks.atLeast(1, "outputChannels", outputChannels);
    OptionChecks.atLeast(1, "height", height);
    OptionChecks.atLeast(1, "width", width);
  }

  /** Squares in RGB on both sides. */
  public static Domains rgb(int size) {
    return new Domains(3, 3, size, size);
  }

  /** The same with other channels. */
  public Domains withChannels(int inputChannels, int outputChannels) {
    return new Domains(inputChannels, outputChannels, height, width);
  }

  /** The same with another size. */
  public Domains withSize(int height, int width) {
    return new Domains(inputChannels, outputChannels, height, width);
  }

  /** (C, H, W) of what is given. */
  public Shape input() {
    return new Shape(inputChannels, height, width);
  }

  /** (C', H, W) of what is made. */
  public Shape output() {
    return new Shape(outputChannels, height, width);
  }

  /** (C + C', H, W) of both, one upon the other. */
  public Shape both() {
    return new Shape(inputChannels + outputChannels, height, width);
  }
}
