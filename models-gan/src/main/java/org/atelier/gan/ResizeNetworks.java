package org.atelier.gan;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.Flatten;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.nn.Upsample;
import org.atelier.options.OptionChecks;

/**
 * The convolutional networks of PyTorch-GAN, with its parameter names: a generator that upsamples
 * by nearest neighbours before each convolution, which avoids checkerboard artefacts, and a
 * discriminator of strided convolutions with dropout.
 *
 * @param latentSize size of the latent vector z
 * @param filters feature maps of the widest layers, a multiple of 8
 * @param dropout probability that the discriminator drops a feature map in training, in [0, 1)
 * @param referenceBugs whether bugs of PyTorch-GAN are reproduced
 */
public record ResizeNetworks(
    int latentSize, int filters, double dropout, ReferenceBugs referenceBugs) {
  private static final double SLOPE = 0.2;

  /** Checks every value. */
  public ResizeNetworks {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    checkedFilters(filters);
    OptionChecks.share("dropout", dropout);
  }

  /**
   * Checks a number of feature maps.
   *
   * @return {@code filters}
   * @throws IllegalArgumentException if it is no positive multiple of 8
   */
  public static int checkedFilters(int filters) {
    OptionChecks.atLeast(8, "filters", filters);
    if (filters % 8 != 0) {
      throw new IllegalArgumentException("filters must be a multiple of 8, but was " + filters);
    }
    return filters;
  }

  /** PyTorch-GAN's without its bugs: latents of 100, 128 feature maps, dropout 0.25. */
  public static ResizeNetworks defaults() {
    return new ResizeNetworks(100, 128, 0.25, ReferenceBugs.FIXED);
  }

  /** Returns a copy with another size of the latent vector. */
  public ResizeNetworks withLatentSize(int latentSize) {
    return new ResizeNetworks(latentSize, filters, dropout, referenceBugs);
  }

  /** Returns a copy with another number of feature maps. */
  public ResizeNetworks withFilters(int filters) {
    return new ResizeNetworks(latentSize, filters, dropout, referenceBugs);
  }

  /** Returns a copy with another dropout probability. */
  public ResizeNetworks withDropout(double dropout) {
    return new ResizeNetworks(latentSize, filters, dropout, referenceBugs);
  }

  /** Returns a copy that reproduces the bugs of PyTorch-GAN, or does not. */
  public ResizeNetworks withReferenceBugs(ReferenceBugs referenceBugs) {
    return new ResizeNetworks(latentSize, filters, dropout, referenceBugs);
  }

  /** Latents (N, latent) to pictures (N, C, H, W) in (-1, 1). */
  public Layer generator(PictureShape picture) {
    var network = new LinkedHashMap<String, Block>();
    network.put("l1", seed(picture));
    network.put("map", seedMaps(picture));
    network.put("conv_blocks", initialised(upwards(picture.channels())));
    return Sequential.of(network);
  }

  /** Pictures (N, C, H, W) to logits (N, 1). */
  public Layer discriminator() {
    var network = new LinkedHashMap<String, Block>();
    network.put("model", initialised(downwards()));
    network.put("flat", Flatten.of());
    network.put("adv_layer", Linear.of(1));
    return Sequential.of(network);
  }

  /** The generator's first layer: latents to (N, filters·H/4·W/4). */
  public Sequential seed(PictureShape picture) {
    return Sequential.of(
        Linear.of(
            OptionChecks.layerWidth(
                (long) filters * (picture.height() / 4) * (picture.width() / 4))));
  }

  /** The first layer's features as maps, (N, filters, H/4, W/4). */
  public Layer seedMaps(PictureShape picture) {
    return Reshape.to(filters, picture.height() / 4, picture.width() / 4);
  }

  /** Features (N, filters, H/4, W/4) to pictures (N, channels, H, W) in (-1, 1). */
  public List<Block> upwards(int channels) {
    List<Block> layers = new ArrayList<>();
    for (int width : new int[] {filters, filters / 2}) {
      layers.add(Upsample.nearest(2));
      layers.add(Conv2d.of(width, 3).withPadding(1));
      layers.add(BatchNorm2d.of().withEpsilon(referenceBugs.epsilon()));
      layers.add(Activation.leakyRelu(SLOPE));
    }
    layers.add(Conv2d.of(channels, 3).withPadding(1));
    layers.add(Activation.tanh());
    return layers;
  }

  /** Pictures (N, C, H, W) to features (N, filters, ⌈H/16⌉, ⌈W/16⌉). */
  public List<Block> downwards() {
    List<Block> layers = new ArrayList<>();
    for (int width : new int[] {filters / 8, filters / 4, filters / 2, filters}) {
      boolean first = layers.isEmpty();
      layers.add(Conv2d.of(width, 3).withStride(2).withPadding(1));
      layers.add(Activation.leakyRelu(SLOPE));
      layers.add(Dropout.ofChannels(dropout));
      if (!first) {
        layers.add(BatchNorm2d.of().withEpsilon(referenceBugs.epsilon()));
      }
    }
    return layers;
  }

  /**
   * The layers in sequence, with initial weights of N(0, .02²) and gains of norms of N(1, .02²).
   */
  public static Sequential initialised(List<Block> layers) {
    Sequential network = Sequential.of(layers.toArray(Block[]::new));
    network.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    network.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return network;
  }
}
