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
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;

/**
 * The convolutional networks of DCGAN (arXiv:1511.06434), with the parameter names of
 * pytorch/examples: transposed convolutions of stride 2 that double the generator's pictures, and
 * convolutions of stride 2 that halve the discriminator's.
 *
 * <p>Both sides of a picture are halved while they are even and their halves at least 4; what is
 * left is the generator's seed: 4×4 for 64×64, 7×7 for 28×28, 4×6 for 64×96.
 */
public final class StridedConvolutions {
  private static final int SMALLEST = 4;

  private StridedConvolutions() {}

  /**
   * Latents (N, latent) to pictures (N, C, H, W) in (-1, 1), with batch norm.
   *
   * @param picture both sides multiples of 4
   * @param filters feature maps of the last hidden layer; earlier ones double
   */
  public static Layer generator(int latentSize, PictureShape picture, int filters) {
    int doublings = doublings(picture);
    List<Block> layers = new ArrayList<>();
    int width = Math.multiplyExact(filters, 1 << (doublings - 1));
    layers.add(
        ConvTranspose2d.of(width, picture.height() >> doublings, picture.width() >> doublings)
            .withoutBias());
    for (int i = 1; i < doublings; i++) {
      layers.add(BatchNorm2d.of());
      layers.add(Activation.relu());
      width /= 2;
      layers.add(ConvTranspose2d.of(width, 4).withStride(2).withPadding(1).withoutBias());
    }
    layers.add(BatchNorm2d.of());
    layers.add(Activation.relu());
    layers.add(
        ConvTranspose2d.of(picture.channels(), 4).withStride(2).withPadding(1).withoutBias());
    layers.add(Activation.tanh());
    var network = new LinkedHashMap<String, Block>();
    network.put("latent", Reshape.to(latentSize, 1, 1));
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    return initialised(Sequential.of(network));
  }

  /**
   * Pictures (N, C, H, W) to logits (N, 1), with batch norm after all convolutions but the first
   * and the last.
   *
   * @param filters feature maps of the first layer; later ones double
   */
  public static Layer discriminator(PictureShape picture, int filters) {
    List<Block> layers = halvings(picture, filters);
    layers.add(last(picture).withoutBias());
    return judging("logit", layers);
  }

  /**
   * The discriminator without its last layer, for heads of one's own.
   *
   * @param filters feature maps of the first layer; later ones double
   */
  public static Layer features(PictureShape picture, int filters) {
    return initialised(Sequential.of(halvings(picture, filters).toArray(Block[]::new)));
  }

  private static List<Block> halvings(PictureShape picture, int filters) {
    List<Block> layers = new ArrayList<>();
    for (int i = 0; i < doublings(picture); i++) {
      layers.add(halving(filters << i).withoutBias());
      if (i > 0) {
        layers.add(BatchNorm2d.of());
      }
      layers.add(Activation.leakyRelu(0.2));
    }
    return layers;
  }

  /**
   * The same without norms, and so with biases: a critic is asked for the slope at each picture by
   * itself, and batch norm would let the others in (arXiv:1704.00028, section 4).
   */
  public static Layer critic(PictureShape picture, int filters) {
    List<Block> layers = new ArrayList<>();
    for (int i = 0; i < doublings(picture); i++) {
      layers.add(halving(filters << i));
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(last(picture));
    return judging("score", layers);
  }

  private static Conv2d halving(int filters) {
    return Conv2d.of(filters, 4).withStride(2).withPadding(1);
  }

  private static Conv2d last(PictureShape picture) {
    int doublings = doublings(picture);
    return Conv2d.of(1, picture.height() >> doublings, picture.width() >> doublings);
  }

  private static Layer judging(String result, List<Block> layers) {
    var network = new LinkedHashMap<String, Block>();
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    network.put(result, Flatten.of());
    return initialised(Sequential.of(network));
  }

  /** How often both sides of a picture are halved on the way in. */
  public static int doublings(PictureShape picture) {
    int height = picture.height();
    int width = picture.width();
    int doublings = 0;
    // The first is always possible: sides are multiples of 4.
    while (doublings == 0
        || height % 2 == 0 && width % 2 == 0 && Math.min(height, width) >= 2 * SMALLEST) {
      height /= 2;
      width /= 2;
      doublings++;
    }
    return doublings;
  }

  /** Weights start at N(0, .02²), gains of norms at N(1, .02²). */
  public static Layer initialised(Layer network) {
    network.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    network.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return network;
  }
}
