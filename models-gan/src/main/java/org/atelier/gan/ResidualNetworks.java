package org.atelier.gan;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
import org.atelier.nn.Sequential;
import org.atelier.nn.SpectralNorm;
import org.atelier.nn.Upsample;

/**
 * The residual networks of Miyato et al. (arXiv:1802.05957, table 4): blocks of two convolutions
 * that double the generator's pictures and halve the discriminator's, whose layers all have a
 * spectral norm.
 *
 * <p>Weights start as Glorot and Bengio's, times √2 inside the blocks; biases at 0.
 */
public final class ResidualNetworks {
  private static final int SMALLEST = 8;

  private ResidualNetworks() {}

  /**
   * Latents (N, latent) to pictures (N, C, H, W) in (-1, 1).
   *
   * @param picture both sides are halved while they are even and at least 8; from there the
   *     pictures grow
   * @param filters feature maps of every block
   * @param norm makes the norms inside the blocks; they may take labels (N), and then the generator
   *     does
   */
  public static Layer generator(PictureShape picture, int filters, Supplier<Layer> norm) {
    int doublings = doublings(picture);
    int height = picture.height() >> doublings;
    int width = picture.width() >> doublings;
    var network = new LinkedHashMap<String, Block>();
    network.put("seed", initialised(Linear.of(filters * height * width), 1));
    network.put("map", Reshape.to(filters, height, width));
    for (int i = 0; i < doublings; i++) {
      network.put("up" + i, upBlock(filters, norm));
    }
    network.put("norm", BatchNorm2d.of());
    network.put("relu", Activation.relu());
    network.put("picture", initialised(Conv2d.of(picture.channels(), 3).withPadding(1), 1));
    network.put("tanh", Activation.tanh());
    return Sequential.of(network);
  }

  /**
   * Pictures (N, C, H, W) to features (N, filters): the discriminator but for its last layer, to
   * which more may be added.
   *
   * @param filters feature maps of every block
   */
  public static Map<String, Block> features(PictureShape picture, int filters) {
    var network = new LinkedHashMap<String, Block>();
    network.put("first", firstBlock(filters));
    for (int i = 0; i < Math.max(1, doublings(picture) - 2); i++) {
      network.put("down" + i, downBlock(filters));
    }
    network.put("same0", Residual.of(convolutions(filters)));
    network.put("same1", Residual.of(convolutions(filters)));
    network.put("relu", Activation.relu());
    network.put("sum", GlobalPool.sum());
    return network;
  }

  /** A linear layer with a spectral norm: features to scores (N, 1). */
  public static Layer score() {
    return SpectralNorm.of(initialised(Linear.of(1), 1));
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

  /** On pixels, so without an activation before its first convolution. */
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
