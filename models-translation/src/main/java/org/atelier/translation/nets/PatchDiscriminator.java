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
 * PatchGAN (arXiv:1611.07004): a logit for each of a picture's overlapping patches. With 0, 1, 2,
 * 3, 4 or 5 layers a patch has 1, 16, 34, 70, 142 or 286 pixels a side.
 *
 * @param filters of the first layer; at most eight times as many further in
 * @param layers convolutions of stride 2; with 0 each pixel is judged alone
 * @param norm what normalises
 */
public record PatchDiscriminator(int filters, int layers, Normalisation norm) {
  private static final double SLOPE = 0.2;
  private static final int WIDEST = 8;

  /** Checks the numbers. */
  public PatchDiscriminator {
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.atLeast(0, "layers", layers);
  }

  /** 64 filters and patches of 70 pixels. */
  public static PatchDiscriminator of(Normalisation norm) {
    return new PatchDiscriminator(64, 3, norm);
  }

  /** The same with so many filters in the first layer. */
  public PatchDiscriminator withFilters(int filters) {
    return new PatchDiscriminator(filters, layers, norm);
  }

  /** The same with so many convolutions of stride 2. */
  public PatchDiscriminator withLayers(int layers) {
    return new PatchDiscriminator(filters, layers, norm);
  }

  /** The same with this norm. */
  public PatchDiscriminator withNorm(Normalisation norm) {
    return new PatchDiscriminator(filters, layers, norm);
  }

  /** The side of a patch in pixels. */
  public int patch() {
    if (layers == 0) {
      return 1;
    }
    // Back from one logit: the last two convolutions of 4×4 have stride 1.
    int side = 7;
    for (int i = 0; i < layers; i++) {
      side = 2 * side + 2;
    }
    return side;
  }

  /**
   * Checks a picture's sides.
   *
   * @throws IllegalArgumentException if no logit would be left of it
   */
  public void expectFits(int height, int width) {
    // What is halved so often must be 3 pixels wide, since the last two convolutions take one each.
    int least = layers == 0 ? 1 : 3 << layers;
    if (Math.min(height, width) < least) {
      throw new IllegalArgumentException(
          "A PatchGAN of %s layers needs pictures of at least %s×%s pixels, but they have %s×%s; take fewer layers"
              .formatted(layers, least, least, width, height));
    }
  }

  /** The untrained layers, pictures (N, C, H, W) to logits (N, 1, H', W'). */
  public Layer network() {
    return PictureGenerator.initialised(layers == 0 ? pixels() : patches());
  }

  private Layer patches() {
    List<Block> all = new ArrayList<>();
    all.add(Conv2d.of(filters, 4).withStride(2).withPadding(1));
    all.add(Activation.leakyRelu(SLOPE));
    for (int i = 1; i <= layers; i++) {
      int width = filters * Math.min(WIDEST, 1 << i);
      all.add(unbiased(Conv2d.of(width, 4).withStride(i < layers ? 2 : 1).withPadding(1)));
      all.add(norm.layer());
      all.add(Activation.leakyRelu(SLOPE));
    }
    all.add(Conv2d.of(1, 4).withPadding(1));
    return Sequential.of(Map.of("model", Sequential.of(all.toArray(Block[]::new))));
  }

  private Layer pixels() {
    return Sequential.of(
        Map.of(
            "net",
            Sequential.of(
                Conv2d.of(filters, 1),
                Activation.leakyRelu(SLOPE),
                unbiased(Conv2d.of(2 * filters, 1)),
                norm.layer(),
                Activation.leakyRelu(SLOPE),
                unbiased(Conv2d.of(1, 1)))));
  }

  private Conv2d unbiased(Conv2d convolution) {
    return norm.biasBefore() ? convolution : convolution.withoutBias();
  }
}
