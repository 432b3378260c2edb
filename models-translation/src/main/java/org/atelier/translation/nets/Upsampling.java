package org.atelier.translation.nets;

import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Pad;
import org.atelier.nn.Sequential;
import org.atelier.nn.Upsample;

/** How a generator upsamples its feature maps by 2. */
public enum Upsampling {
  /** A transposed convolution of stride 2, as in the reference. */
  TRANSPOSED,

  /**
   * Nearest-neighbour upsampling and a convolution of 3×3, which avoids checkerboard artefacts
   * (Odena et al., "Deconvolution and checkerboard artifacts", 2016).
   */
  RESIZE;

  /** For the ResNet generator, whose transposed convolutions are 3×3. */
  Block ofThree(int filters, boolean bias) {
    return this == RESIZE
        ? resize(filters, bias)
        : bias(
            ConvTranspose2d.of(filters, 3).withStride(2).withPadding(1).withOutputPadding(1), bias);
  }

  /** For the U-Net, whose transposed convolutions are 4×4. */
  Block ofFour(int filters, boolean bias) {
    return this == RESIZE
        ? resize(filters, bias)
        : bias(ConvTranspose2d.of(filters, 4).withStride(2).withPadding(1), bias);
  }

  private static Block bias(ConvTranspose2d convolution, boolean bias) {
    return bias ? convolution : convolution.withoutBias();
  }

  private static Block resize(int filters, boolean bias) {
    Conv2d convolution = Conv2d.of(filters, 3);
    var layers = new LinkedHashMap<String, Block>();
    layers.put("nearest", Upsample.nearest(2));
    layers.put("mirror", Pad.reflection(1));
    // Without a name, so that its parameters have the names of the transposed convolution's.
    layers.put("", bias ? convolution : convolution.withoutBias());
    return Sequential.of(layers);
  }
}
