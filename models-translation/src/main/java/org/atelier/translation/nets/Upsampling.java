package org.atelier.translation.nets;

import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Pad;
import org.atelier.nn.Sequential;
import org.atelier.nn.Upsample;

/** How a generator doubles the size of its feature maps. */
public enum Upsampling {
  /** A transposed convolution of stride 2: the reference's. */
  TRANSPOSED,

  /**
   * The nearest neighbour and a convolution, which leaves no checkerboard (Odena et al.,
   * "Deconvolution and checkerboard artifacts", 2016).
   */
  RESIZE;

  /** 3×3 transposed, as in the ResNet generator. */
  Block ofThree(int filters, boolean bias) {
    return this == RESIZE
        ? resize(filters, bias)
        : bias(
            ConvTranspose2d.of(filters, 3).withStride(2).withPadding(1).withOutputPadding(1), bias);
  }

  /** 4×4 transposed, as in the U-Net. */
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
    // Without a name of its own its weight has the transposed convolution's name.
    layers.put("", bias ? convolution : convolution.withoutBias());
    return Sequential.of(layers);
  }
}
