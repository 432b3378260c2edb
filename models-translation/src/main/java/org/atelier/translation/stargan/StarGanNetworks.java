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
 * The networks of yunjey/stargan with its parameter names.
 *
 * <p>The generator pads with zeros: mirrored borders let it lose the label planes. Its norms keep
 * running statistics, as the reference's checkpoints have them, and never use them, as the
 * reference never leaves training mode.
 *
 * @param generatorFilters of the generator at full size
 * @param blocks residual blocks of the generator
 * @param discriminatorFilters of the discriminator's first layer
 * @param discriminatorLayers how often the discriminator halves the picture
 * @param scales discriminators, each of the picture at half the size of the one before, as
 *     pix2pixHD has them (arXiv:1711.11585): coarse ones see how the whole hangs together; the
 *     reference has 1
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
          "scales must be at most discriminatorLayers, %s, since a smaller picture is halved less often, but was %s"
              .formatted(discriminatorLayers, scales));
    }
  }

  /** The reference's, for 128 pixels: 64 filters, 6 blocks, 6 halvings. */
  public static StarGanNetworks defaults() {
    return new StarGanNetworks(64, 6, 64, 6, 1);
  }

  /** The same with so many filters. */
  public StarGanNetworks withFilters(int generator, int discriminator) {
    return new StarGanNetworks(generator, blocks, discriminator, discriminatorLayers, scales);
  }

  /** The same with so many residual blocks, and so many halvings. */
  public StarGanNetworks withDepths(int blocks, int discriminatorLayers) {
    return new StarGanNetworks(
        generatorFilters, blocks, discriminatorFilters, discriminatorLayers, scales);
  }

  /** The same with so many discriminators, of the picture at full size, half of it, and so on. */
  public StarGanNetworks withScales(int scales) {
    return new StarGanNetworks(
        generatorFilters, blocks, discriminatorFilters, discriminatorLayers, scales);
  }

  void expectFits(PictureShape picture) {
    int multiple = Math.max(4, 1 << discriminatorLayers);
    picture.expectMultiplesOf(multiple);
  }

  /** Pictures (N, C, H, W) and labels (N, K) to pictures in (-1, 1). */
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
    network.put("labels", new LabelPlanes());
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
   * Pictures to scores of patches (N, 1, H', W') and logits (N, K) of labels; of several scales,
   * both for each in turn.
   */
  Layer discriminator(PictureShape picture, int labels) {
    if (scales == 1) {
      return discriminator(picture, labels, discriminatorLayers);
    }
    var all = new LinkedHashMap<String, Block>();
    for (int scale = 0; scale < scales; scale++) {
      var network = new LinkedHashMap<String, Block>();
      var shrunk =
          new PictureShape(picture.channels(), picture.height() >> scale, picture.width() >> scale);
      if (scale > 0) {
        network.put("shrunk", Pool2d.average(1 << scale));
      }
      network.put("", discriminator(shrunk, labels, discriminatorLayers - scale));
      all.put("scale" + scale, Sequential.of(network));
    }
    return Parallel.of(all);
  }

  private Layer discriminator(PictureShape picture, int labels, int halvings) {
    List<Block> layers = new ArrayList<>();
    for (int i = 0; i < halvings; i++) {
      layers.add(Conv2d.of(discriminatorFilters << i, 4).withStride(2).withPadding(1));
      layers.add(Activation.leakyRelu(SLOPE));
    }
    var classes = new LinkedHashMap<String, Block>();
    classes.put(
        "",
        Conv2d.of(labels, picture.height() >> halvings, picture.width() >> halvings).withoutBias());
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
