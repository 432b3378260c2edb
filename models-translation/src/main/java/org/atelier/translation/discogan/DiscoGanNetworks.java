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

/**
 * The networks of SKTBrain/DiscoGAN with its parameter names. They compute with values in [0, 1],
 * as the reference does; outside, as everywhere here, pictures are in [-1, 1].
 */
final class DiscoGanNetworks {
  private static final double SLOPE = 0.2;

  private DiscoGanNetworks() {}

  /** The encoder of one side and the decoder of the other. */
  static Layer generator(DiscoGanOptions options, Side from, Side to) {
    List<Block> layers = new ArrayList<>();
    for (int width = options.filters(); width <= 8 * options.filters(); width *= 2) {
      layers.add(halving(width));
      if (width > options.filters()) {
        layers.add(BatchNorm2d.of());
      }
      layers.add(Activation.leakyRelu(SLOPE));
    }
    if (options.bottleneck() > 0) {
      layers.add(Conv2d.of(options.bottleneck(), from.mapHeight(), from.mapWidth()).withoutBias());
      layers.add(BatchNorm2d.of());
      layers.add(Activation.leakyRelu(SLOPE));
      layers.add(
          ConvTranspose2d.of(8 * options.filters(), to.mapHeight(), to.mapWidth()).withoutBias());
      layers.add(BatchNorm2d.of());
      layers.add(Activation.relu());
    }
    for (int width = 4 * options.filters(); width >= options.filters(); width /= 2) {
      layers.add(doubling(width));
      layers.add(BatchNorm2d.of());
      layers.add(Activation.relu());
    }
    layers.add(doubling(to.channels()));
    layers.add(Activation.sigmoid());
    var network = new LinkedHashMap<String, Block>();
    network.put("from pictures", toUnit());
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    network.put("to pictures", Layer.of("{0} * 2. - 1."));
    return Sequential.of(network);
  }

  /** A logit (N, 1, 1, 1), and the features of the second, third and fourth layer. */
  static Layer discriminator(DiscoGanOptions options, Side side) {
    var layers = new LinkedHashMap<String, Block>();
    layers.put("from pictures", toUnit());
    for (int i = 1; i <= 4; i++) {
      layers.put("conv" + i, halving(options.filters() << (i - 1)));
      if (i > 1) {
        layers.put("bn" + i, BatchNorm2d.of());
      }
      layers.put("relu" + i, Activation.leakyRelu(SLOPE));
    }
    layers.put("conv5", Conv2d.of(1, side.mapHeight(), side.mapWidth()).withoutBias());
    return Taps.of(Sequential.of(layers), "conv5", "relu2", "relu3", "relu4");
  }

  private static Layer toUnit() {
    return Layer.of("{0} * 0.5 + 0.5");
  }

  private static Conv2d halving(int filters) {
    return Conv2d.of(filters, 4).withStride(2).withPadding(1).withoutBias();
  }

  private static ConvTranspose2d doubling(int filters) {
    return ConvTranspose2d.of(filters, 4).withStride(2).withPadding(1).withoutBias();
  }
}
