package org.atelier.translation.stargan;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.InstanceNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Parallel;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Residual;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;

/**
 * The architecture of the networks of yunjey/stargan, with its parameter names.
 *
 * <p>The generator pads with zeros, as reflection padding would let it lose the spatially
 * replicated labels. Its instance norms keep running statistics, as in the reference's checkpoints,
 * and do not use them, as the reference never leaves training mode.
 *
 * @param generatorFilters feature maps of the generator at full resolution ({@code g_conv_dim})
 * @param blocks residual blocks of the generator ({@code g_repeat_num})
 * @param discriminatorFilters feature maps of the discriminator's first layer ({@code d_conv_dim})
 * @param discriminatorLayers convolutions of stride 2 of the discriminator ({@code d_repeat_num})
 * @param scales number of discriminators of a multi-scale discriminator (pix2pixHD,
 *     arXiv:1711.11585), each at half the resolution of the one before; 1 in the reference, at most
 *     {@code discriminatorLayers}
 */
public record StarGanNetworks(
    int generatorFilters,
    int blocks,
    int discriminatorFilters,
    int discriminatorLayers,
    int scales) {
  private static final double SLOPE = 0.01;

  /** Checks every number. */
  public StarGanNetworks {
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(0, "blocks", blocks);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
    OptionChecks.atLeast(1, "discriminatorLayers", discriminatorLayers);
    OptionChecks.atLeast(1, "scales", scales);
    if (scales > discriminatorLayers) {
      throw new IllegalArgumentException(
          "scales must be at most discriminatorLayers, %s, since each scale has a layer less, but was %s"
              .formatted(discriminatorLayers, scales));
    }
  }

  /** As in the reference, for 128 pixels: 64 filters, 6 residual blocks, 6 layers, 1 scale. */
  public static StarGanNetworks defaults() {
    return new StarGanNetworks(64, 6, 64, 6, 1);
  }

  /** Returns a copy with this number of feature maps of the generator at full resolution. */
  public StarGanNetworks withGeneratorFilters(int generatorFilters) {
    return new StarGanNetworks(
        generatorFilters, blocks, discriminatorFilters, discriminatorLayers, scales);
  }

  /** Returns a copy with this number of residual blocks of the generator. */
  public StarGanNetworks withBlocks(int blocks) {
    return new StarGanNetworks(
        generatorFilters, blocks, discriminatorFilters, discriminatorLayers, scales);
  }

  /** Returns a copy with this number of feature maps of the discriminator's first layer. */
  public StarGanNetworks withDiscriminatorFilters(int discriminatorFilters) {
    return new StarGanNetworks(
        generatorFilters, blocks, discriminatorFilters, discriminatorLayers, scales);
  }

  /** Returns a copy with this number of convolutions of stride 2 of the discriminator. */
  public StarGanNetworks withDiscriminatorLayers(int discriminatorLayers) {
    return new StarGanNetworks(
        generatorFilters, blocks, discriminatorFilters, discriminatorLayers, scales);
  }

  /** Returns a copy with a discriminator of this many scales. */
  public StarGanNetworks withScales(int scales) {
    return new StarGanNetworks(
        generatorFilters, blocks, discriminatorFilters, discriminatorLayers, scales);
  }

  void expectFits(PictureShape picture) {
    int multiple = Math.max(4, 1 << discriminatorLayers);
    picture.expectMultiplesOf(multiple);
  }

  /** Pictures (N, C, H, W) and conditioning vectors (N, K) to pictures (N, C, H, W) in (-1, 1). */
  Layer generator(int channels) {
    List<Block> layers = new ArrayList<>();
    addNormalised(layers, Conv2d.of(generatorFilters, 7).withPadding(3).withoutBias());
    int width = generatorFilters;
    for (int i = 0; i < 2; i++) {
      width *= 2;
      addNormalised(layers, Conv2d.of(width, 4).withStride(2).withPadding(1).withoutBias());
    }
    for (int i = 0; i < blocks; i++) {
      layers.add(Residual.of(block(width)).named("main"));
    }
    for (int i = 0; i < 2; i++) {
      width /= 2;
      addNormalised(
          layers, ConvTranspose2d.of(width, 4).withStride(2).withPadding(1).withoutBias());
    }
    layers.add(Conv2d.of(channels, 7).withPadding(3).withoutBias());
    layers.add(Activation.tanh());
    var network = new LinkedHashMap<String, Block>();
    network.put("labels", new SpatialLabels());
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    return Sequential.of(network);
  }

  private static void addNormalised(List<Block> layers, Block convolution) {
    layers.add(convolution);
    layers.add(norm());
    layers.add(Activation.relu());
  }

  private static Layer block(int width) {
    List<Block> layers = new ArrayList<>();
    addNormalised(layers, Conv2d.of(width, 3).withPadding(1).withoutBias());
    layers.add(Conv2d.of(width, 3).withPadding(1).withoutBias());
    layers.add(norm());
    return Sequential.of(layers.toArray(Block[]::new));
  }

  private static Layer norm() {
    return InstanceNorm2d.of().withAffine().withRecordedStatistics();
  }

  /**
   * Pictures (N, C, H, W) to scores of patches (N, 1, H', W') and logits of labels (N, K); with
   * several scales, both outputs of each scale in turn.
   */
  Layer discriminator(PictureShape picture, int labels) {
    if (scales == 1) {
      return discriminator(picture, labels, discriminatorLayers);
    }
    var all = new LinkedHashMap<String, Block>();
    for (int scale = 0; scale < scales; scale++) {
      var network = new LinkedHashMap<String, Block>();
      var downscaled =
          new PictureShape(picture.channels(), picture.height() >> scale, picture.width() >> scale);
      if (scale > 0) {
        network.put("downscaling", Pool2d.average(1 << scale));
      }
      network.put("", discriminator(downscaled, labels, discriminatorLayers - scale));
      all.put("scale" + scale, Sequential.of(network));
    }
    return Parallel.of(all);
  }

  private Layer discriminator(PictureShape picture, int labels, int strided) {
    List<Block> layers = new ArrayList<>();
    for (int i = 0; i < strided; i++) {
      layers.add(
          Conv2d.of(OptionChecks.layerWidth((long) discriminatorFilters << i), 4)
              .withStride(2)
              .withPadding(1));
      layers.add(Activation.leakyRelu(SLOPE));
    }
    var classes = new LinkedHashMap<String, Block>();
    classes.put(
        "",
        Conv2d.of(labels, picture.height() >> strided, picture.width() >> strided).withoutBias());
    classes.put("flat", Flatten.of());
    var heads = new LinkedHashMap<String, Block>();
    heads.put("conv1", Conv2d.of(1, 3).withPadding(1).withoutBias());
    heads.put("conv2", Sequential.of(classes));
    var network = new LinkedHashMap<String, Block>();
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    network.put("", Parallel.of(heads));
    return Sequential.of(network);
  }
}
