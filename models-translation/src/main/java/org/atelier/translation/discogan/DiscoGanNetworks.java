package org.atelier.translation.discogan;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.options.OptionChecks;
import org.atelier.translation.Domain;

/**
 * The networks of SKTBrain/DiscoGAN with its parameter names. They compute with values in [0, 1],
 * as the reference does; their inputs and outputs are in [-1, 1], as everywhere in this library.
 */
final class DiscoGanNetworks {
  /** The factor between pictures and the encoder's feature maps: four convolutions of stride 2. */
  static final int DOWNSAMPLING = 16;

  private static final double SLOPE = 0.2;

  private DiscoGanNetworks() {}

  /** An encoder of one domain and a decoder to the other. */
  static Layer generator(DiscoGanOptions options, Domain from, Domain to) {
    List<Block> layers = new ArrayList<>();
    for (int width = options.filters();
        width <= OptionChecks.layerWidth(8L * options.filters());
        width *= 2) {
      layers.add(downsampling(width));
      if (width > options.filters()) {
        layers.add(BatchNorm2d.of());
      }
      layers.add(Activation.leakyRelu(SLOPE));
    }
    if (options.bottleneck() > 0) {
      layers.add(Conv2d.of(options.bottleneck(), mapHeight(from), mapWidth(from)).withoutBias());
      layers.add(BatchNorm2d.of());
      layers.add(Activation.leakyRelu(SLOPE));
      layers.add(
          ConvTranspose2d.of(
                  OptionChecks.layerWidth(8L * options.filters()), mapHeight(to), mapWidth(to))
              .withoutBias());
      layers.add(BatchNorm2d.of());
      layers.add(Activation.relu());
    }
    for (int width = OptionChecks.layerWidth(4L * options.filters());
        width >= options.filters();
        width /= 2) {
      layers.add(upsampling(width));
      layers.add(BatchNorm2d.of());
      layers.add(Activation.relu());
    }
    layers.add(upsampling(to.channels()));
    layers.add(Activation.sigmoid());
    var network = new LinkedHashMap<String, Block>();
    network.put("from pictures", toUnitRange());
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    network.put("to pictures", Layer.of("{0} * 2. - 1."));
    return Sequential.of(network);
  }

  /** A logit (N, 1, 1, 1), and the features of the second, third and fourth layer. */
  static Layer discriminator(DiscoGanOptions options, Domain domain) {
    var layers = new LinkedHashMap<String, Block>();
    layers.put("from pictures", toUnitRange());
    for (int i = 1; i <= 4; i++) {
      layers.put(
          "conv" + i, downsampling(OptionChecks.layerWidth((long) options.filters() << (i - 1))));
      if (i > 1) {
        layers.put("bn" + i, BatchNorm2d.of());
      }
      layers.put("relu" + i, Activation.leakyRelu(SLOPE));
    }
    layers.put("conv5", Conv2d.of(1, mapHeight(domain), mapWidth(domain)).withoutBias());
    return Taps.of(Sequential.of(layers), "conv5", "relu2", "relu3", "relu4");
  }

  private static int mapHeight(Domain domain) {
    return domain.height() / DOWNSAMPLING;
  }

  private static int mapWidth(Domain domain) {
    return domain.width() / DOWNSAMPLING;
  }

  private static Layer toUnitRange() {
    return Layer.of("{0} * 0.5 + 0.5");
  }

  private static Conv2d downsampling(int filters) {
    return Conv2d.of(filters, 4).withStride(2).withPadding(1).withoutBias();
  }

  private static ConvTranspose2d upsampling(int filters) {
    return ConvTranspose2d.of(filters, 4).withStride(2).withPadding(1).withoutBias();
  }
}
