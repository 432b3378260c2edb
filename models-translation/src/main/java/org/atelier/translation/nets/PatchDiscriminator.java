package org.atelier.translation.nets;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;

/**
 * PatchGAN (arXiv:1611.07004): a convolutional discriminator that gives a logit for each of a
 * picture's overlapping patches. With 0, 1, 2, 3, 4 or 5 layers its receptive field is 1, 16, 34,
 * 70, 142 or 286 pixels.
 *
 * @param filters feature maps of the first layer ({@code ndf}); deeper layers have at most eight
 *     times as many
 * @param layers convolutions of stride 2 ({@code n_layers}); 0 for a PixelGAN of 1×1 convolutions
 * @param norm the normalisation layers
 */
public record PatchDiscriminator(int filters, int layers, Normalisation norm) {
  private static final double SLOPE = 0.2;
  private static final int WIDEST = 8;

  /** Checks the numbers. */
  public PatchDiscriminator {
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.atLeast(0, "layers", layers);
  }

  /** 64 filters and a receptive field of 70 pixels, as in the papers. */
  public static PatchDiscriminator of(Normalisation norm) {
    return new PatchDiscriminator(64, 3, norm);
  }

  /** Returns a copy with this number of feature maps in the first layer. */
  public PatchDiscriminator withFilters(int filters) {
    return new PatchDiscriminator(filters, layers, norm);
  }

  /** Returns a copy with this number of convolutions of stride 2. */
  public PatchDiscriminator withLayers(int layers) {
    return new PatchDiscriminator(filters, layers, norm);
  }

  /** Returns a copy with these normalisation layers. */
  public PatchDiscriminator withNorm(Normalisation norm) {
    return new PatchDiscriminator(filters, layers, norm);
  }

  /** The receptive field of a logit: the side of its patch in pixels. */
  public int receptiveField() {
    if (layers == 0) {
      return 1;
    }
    // Backwards from one logit: the last two convolutions, of 4×4, have stride 1.
    int field = 7;
    for (int i = 0; i < layers; i++) {
      field = 2 * field + 2;
    }
    return field;
  }

  /**
   * Returns a copy with at most as many layers as pictures of this size allow.
   *
   * @param size the shorter side of the pictures in pixels
   */
  public PatchDiscriminator atMostFor(int size) {
    int most = layers;
    while (most > 1 && size < 3 << most) {
      most--;
    }
    return withLayers(most);
  }

  /**
   * Checks that pictures are large enough.
   *
   * @throws IllegalArgumentException if they are so small that no logit is left
   */
  public void expectFits(int height, int width) {
    // The last two convolutions, of 4×4 with padding 1, need feature maps of 3×3.
    int least = layers == 0 ? 1 : 3 << layers;
    if (Math.min(height, width) < least) {
      throw new IllegalArgumentException(
          "A PatchGAN of %s layers expects pictures of at least %s×%s pixels, but they have %s×%s; use fewer layers"
              .formatted(layers, least, least, width, height));
    }
  }

  /** The untrained layers: pictures (N, C, H, W) to logits (N, 1, H', W'). */
  public Layer network() {
    return PictureGenerator.initialised(layers == 0 ? pixelLayers() : patchLayers());
  }

  private Layer patchLayers() {
    List<Block> all = new ArrayList<>();
    all.add(Conv2d.of(filters, 4).withStride(2).withPadding(1));
    all.add(Activation.leakyRelu(SLOPE));
    for (int i = 1; i <= layers; i++) {
      int width = OptionChecks.layerWidth((long) filters * Math.min(WIDEST, 1 << i));
      all.add(unbiased(Conv2d.of(width, 4).withStride(i < layers ? 2 : 1).withPadding(1)));
      all.add(norm.layer());
      all.add(Activation.leakyRelu(SLOPE));
    }
    all.add(Conv2d.of(1, 4).withPadding(1));
    return Sequential.of(Map.of("model", Sequential.of(all.toArray(Block[]::new))));
  }

  private Layer pixelLayers() {
    return Sequential.of(
        Map.of(
            "net",
            Sequential.of(
                Conv2d.of(filters, 1),
                Activation.leakyRelu(SLOPE),
                unbiased(Conv2d.of(OptionChecks.layerWidth(2L * filters), 1)),
                norm.layer(),
                Activation.leakyRelu(SLOPE),
                unbiased(Conv2d.of(1, 1)))));
  }

  private Conv2d unbiased(Conv2d convolution) {
    return norm.biasBefore() ? convolution : convolution.withoutBias();
  }
}
