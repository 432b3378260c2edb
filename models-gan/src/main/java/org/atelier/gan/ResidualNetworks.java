package org.atelier.gan;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.GlobalPool;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Reshape;
import org.atelier.nn.Residual;
import org.atelier.nn.SelfAttention2d;
import org.atelier.nn.Sequential;
import org.atelier.nn.SpectralNorm;
import org.atelier.nn.Upsample;
import org.atelier.options.OptionChecks;

/**
 * Generator and discriminator of Miyato et al. (arXiv:1802.05957, table 4): residual blocks of two
 * convolutions, which double the sides of the generator's feature maps and halve those of the
 * discriminator's, all of whose layers have spectral norm. Optionally both have self-attention
 * (SAGAN, arXiv:1805.08318) at one size of their feature maps.
 *
 * <p>Initial weights are Glorot and Bengio's, times √2 inside the blocks; biases are 0.
 *
 * @param latentSize size of the latent vector z
 * @param generatorFilters feature maps of the generator's blocks
 * @param discriminatorFilters feature maps of the discriminator's blocks
 * @param attention the shorter side, in pixels, of the feature maps at which both networks have
 *     self-attention; 0 for none
 */
public record ResidualNetworks(
    int latentSize, int generatorFilters, int discriminatorFilters, int attention) {
  private static final int SMALLEST = 8;

  /** Checks every number. */
  public ResidualNetworks {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
    OptionChecks.atLeast(0, "attention", attention);
  }

  /** The paper's for CIFAR-10: latents of 128; 256 and 128 feature maps; no attention. */
  public static ResidualNetworks defaults() {
    return of(256, 128);
  }

  /**
   * Networks for latents of 128, without attention.
   *
   * @param generatorFilters feature maps of the generator's blocks
   * @param discriminatorFilters feature maps of the discriminator's blocks
   */
  public static ResidualNetworks of(int generatorFilters, int discriminatorFilters) {
    return new ResidualNetworks(128, generatorFilters, discriminatorFilters, 0);
  }

  /** Returns a copy with another size of the latent vector. */
  public ResidualNetworks withLatentSize(int latentSize) {
    return new ResidualNetworks(latentSize, generatorFilters, discriminatorFilters, attention);
  }

  /** Returns a copy with another number of feature maps in the generator. */
  public ResidualNetworks withGeneratorFilters(int generatorFilters) {
    return new ResidualNetworks(latentSize, generatorFilters, discriminatorFilters, attention);
  }

  /** Returns a copy with another number of feature maps in the discriminator. */
  public ResidualNetworks withDiscriminatorFilters(int discriminatorFilters) {
    return new ResidualNetworks(latentSize, generatorFilters, discriminatorFilters, attention);
  }

  /** Returns a copy with self-attention at feature maps of another shorter side; 0 for none. */
  public ResidualNetworks withAttention(int attention) {
    return new ResidualNetworks(latentSize, generatorFilters, discriminatorFilters, attention);
  }

  /**
   * Checks that networks for such pictures have feature maps of the size of the attention.
   *
   * @throws IllegalArgumentException if a side is no multiple of 4, or one of them has none
   */
  public void expectFits(PictureShape picture) {
    picture.expectMultiplesOf(4);
    List<Integer> sides =
        discriminatorSides(picture).stream()
            .filter(generatorSides(picture)::contains)
            .filter(side -> side > 1)
            .toList();
    if (attention != 0 && !sides.contains(attention)) {
      throw new IllegalArgumentException(
          "attention must be 0 or a side of feature maps that both networks have, %s for pictures of %s×%s, but was %s"
              .formatted(
                  sides.isEmpty() ? "of which there is none" : "one of " + sides,
                  picture.height(),
                  picture.width(),
                  attention));
    }
  }

  /**
   * Latents (N, latent) to pictures (N, C, H, W) in (-1, 1).
   *
   * @param picture both sides are halved while they are even and at least 8; the generator starts
   *     from feature maps of what is left
   * @param norm creates the norms inside the blocks; if they take labels (N), so does the generator
   */
  public Layer generator(PictureShape picture, Supplier<Layer> norm) {
    int filters = generatorFilters;
    int doublings = doublings(picture);
    int height = picture.height() >> doublings;
    int width = picture.width() >> doublings;
    var network = new LinkedHashMap<String, Block>();
    network.put(
        "seed",
        initialised(Linear.of(OptionChecks.layerWidth((long) filters * height * width)), 1));
    network.put("map", Reshape.to(filters, height, width));
    List<Integer> sides = generatorSides(picture);
    for (int i = 0; i <= doublings; i++) {
      if (i > 0) {
        network.put("up" + (i - 1), upBlock(filters, norm));
      }
      if (sides.get(i) == attention) {
        network.put("attention", initialised(SelfAttention2d.of(filters), 1));
      }
    }
    network.put("norm", BatchNorm2d.of());
    network.put("relu", Activation.relu());
    network.put("picture", initialised(Conv2d.of(picture.channels(), 3).withPadding(1), 1));
    network.put("tanh", Activation.tanh());
    return Sequential.of(network);
  }

  /** Pictures (N, C, H, W) to scores (N, 1), each layer with spectral norm. */
  public Layer discriminator(PictureShape picture) {
    var network = new LinkedHashMap<>(features(picture));
    network.put("score", score());
    return Sequential.of(network);
  }

  /** The discriminator's layers before its last one: pictures (N, C, H, W) to features (N, F). */
  public Map<String, Block> features(PictureShape picture) {
    int filters = discriminatorFilters;
    var network = new LinkedHashMap<String, Block>();
    List<Integer> sides = discriminatorSides(picture);
    for (int i = 0; i < sides.size(); i++) {
      network.put(
          i == 0 ? "first" : "down" + (i - 1), i == 0 ? firstBlock(filters) : downBlock(filters));
      if (sides.get(i) == attention) {
        network.put("attention", initialised(SelfAttention2d.of(filters).withSpectralNorm(), 1));
      }
    }
    network.put("same0", Residual.of(convolutions(filters)));
    network.put("same1", Residual.of(convolutions(filters)));
    network.put("relu", Activation.relu());
    network.put("sum", GlobalPool.sum());
    return network;
  }

  /**
   * The discriminator's last layer, linear with spectral norm: features (N, F) to scores (N, 1).
   */
  public static Layer score() {
    return SpectralNorm.of(initialised(Linear.of(1), 1));
  }

  /** The shorter side of the generator's feature maps, from the first layer to the picture. */
  static List<Integer> generatorSides(PictureShape picture) {
    int doublings = doublings(picture);
    return IntStream.rangeClosed(0, doublings)
        .mapToObj(i -> shorterSide(picture) >> (doublings - i))
        .toList();
  }

  /** The shorter side of the discriminator's feature maps after each block that halves them. */
  static List<Integer> discriminatorSides(PictureShape picture) {
    return IntStream.rangeClosed(1, 1 + Math.max(1, doublings(picture) - 2))
        .mapToObj(i -> shorterSide(picture) >> i)
        .toList();
  }

  private static int shorterSide(PictureShape picture) {
    return Math.min(picture.height(), picture.width());
  }

  private static int doublings(PictureShape picture) {
    int doublings = 0;
    int height = picture.height();
    int width = picture.width();
    while (Math.min(height, width) >= SMALLEST && height % 2 == 0 && width % 2 == 0) {
      height /= 2;
      width /= 2;
      doublings++;
    }
    return doublings;
  }

  private static Layer upBlock(int filters, Supplier<Layer> norm) {
    return Residual.of(
            Sequential.of(
                norm.get(),
                Activation.relu(),
                Upsample.nearest(2),
                conv3(filters),
                norm.get(),
                Activation.relu(),
                conv3(filters)))
        .withShortcut(Sequential.of(Upsample.nearest(2), conv1(filters)));
  }

  /** Takes pixels, so it has no activation before its first convolution. */
  private static Layer firstBlock(int filters) {
    return Residual.of(
            Sequential.of(
                SpectralNorm.of(conv3(filters)),
                Activation.relu(),
                SpectralNorm.of(conv3(filters)),
                Pool2d.average(2)))
        .withShortcut(Sequential.of(Pool2d.average(2), SpectralNorm.of(conv1(filters))));
  }

  private static Layer downBlock(int filters) {
    return Residual.of(Sequential.of(convolutions(filters), Pool2d.average(2)))
        .withShortcut(Sequential.of(SpectralNorm.of(conv1(filters)), Pool2d.average(2)));
  }

  private static Layer convolutions(int filters) {
    return Sequential.of(
        Activation.relu(),
        SpectralNorm.of(conv3(filters)),
        Activation.relu(),
        SpectralNorm.of(conv3(filters)));
  }

  private static Layer conv3(int filters) {
    return initialised(Conv2d.of(filters, 3).withPadding(1), Math.sqrt(2));
  }

  private static Layer conv1(int filters) {
    return initialised(Conv2d.of(filters, 1), 1);
  }

  private static Layer initialised(Layer layer, double gain) {
    layer.setInitializer(Initialiser.xavierUniform(gain), Parameter.Type.WEIGHT);
    layer.setInitializer(Initialiser.constant(0), Parameter.Type.BIAS);
    return layer;
  }
}
