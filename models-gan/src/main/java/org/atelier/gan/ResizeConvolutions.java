package org.atelier.gan;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.nn.Upsample;

/**
 * The convolutional networks of PyTorch-GAN, with its parameter names: a generator that doubles the
 * size by nearest neighbours before each convolution, which leaves no checkerboard, and a
 * discriminator of strided convolutions with dropout.
 */
public final class ResizeConvolutions {
  private static final double SLOPE = 0.2;

  private ResizeConvolutions() {}

  /** The layer that makes (N, filters·H/4·W/4) of the generator's input. */
  public static Sequential seed(PictureShape picture, int filters) {
    return Sequential.of(Linear.of(filters * (picture.height() / 4) * (picture.width() / 4)));
  }

  /** Features (N, filters, H/4, W/4) to pictures (N, channels, H, W) in (-1, 1). */
  public static List<Block> upwards(int filters, int channels, Fidelity fidelity) {
    List<Block> layers = new ArrayList<>();
    for (int width : new int[] {filters, filters / 2}) {
      layers.add(Upsample.nearest(2));
      layers.add(Conv2d.of(width, 3).withPadding(1));
      layers.add(BatchNorm2d.of().withEpsilon(fidelity.epsilon()));
      layers.add(Activation.leakyRelu(SLOPE));
    }
    layers.add(Conv2d.of(channels, 3).withPadding(1));
    layers.add(Activation.tanh());
    return layers;
  }

  /** Pictures (N, C, H, W) to features (N, filters, ⌈H/16⌉, ⌈W/16⌉). */
  public static List<Block> downwards(int filters, double dropout, Fidelity fidelity) {
    List<Block> layers = new ArrayList<>();
    for (int width : new int[] {filters / 8, filters / 4, filters / 2, filters}) {
      boolean first = layers.isEmpty();
      layers.add(Conv2d.of(width, 3).withStride(2).withPadding(1));
      layers.add(Activation.leakyRelu(SLOPE));
      layers.add(Dropout.ofChannels(dropout));
      if (!first) {
        layers.add(BatchNorm2d.of().withEpsilon(fidelity.epsilon()));
      }
    }
    return layers;
  }

  /** The layers in sequence: convolutions start at N(0, .02²), gains of norms at N(1, .02²). */
  public static Sequential initialised(List<Block> layers) {
    Sequential network = Sequential.of(layers.toArray(Block[]::new));
    network.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    network.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return network;
  }
}
