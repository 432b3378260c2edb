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
import org.atelier.options.OptionChecks;

/**
 * Generator and discriminator of DCGAN (arXiv:1511.06434), with the parameter names of
 * pytorch/examples: transposed convolutions of stride 2 that double the height and width of the
 * generator's feature maps, and convolutions of stride 2 that halve those of the discriminator's.
 *
 * <p>Both sides of a picture are halved while they are even and their halves at least 4; the
 * generator starts from feature maps of what is left: 4×4 for 64×64, 7×7 for 28×28, 4×6 for 64×96.
 *
 * @param latentSize size of the latent vector z
 * @param generatorFilters feature maps of the generator's last hidden layer; earlier ones double
 * @param discriminatorFilters feature maps of the discriminator's first layer; later ones double
 */
public record StridedNetworks(int latentSize, int generatorFilters, int discriminatorFilters)
    implements WassersteinNetworks {
  private static final int SMALLEST = 4;

  /** Checks every number. */
  public StridedNetworks {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
  }

  /** Those of pytorch/examples: latents of 100, 64 feature maps next to the picture. */
  public static StridedNetworks defaults() {
    return of(64, 64);
  }

  /**
   * Networks for latents of 100.
   *
   * @param generatorFilters feature maps of the generator's last hidden layer; earlier ones double
   * @param discriminatorFilters feature maps of the discriminator's first layer; later ones double
   */
  public static StridedNetworks of(int generatorFilters, int discriminatorFilters) {
    return new StridedNetworks(100, generatorFilters, discriminatorFilters);
  }

  /** Returns a copy with another size of the latent vector. */
  @Override
  public StridedNetworks withLatentSize(int latentSize) {
    return new StridedNetworks(latentSize, generatorFilters, discriminatorFilters);
  }

  /** Returns a copy with another number of feature maps in the generator. */
  public StridedNetworks withGeneratorFilters(int generatorFilters) {
    return new StridedNetworks(latentSize, generatorFilters, discriminatorFilters);
  }

  /** Returns a copy with another number of feature maps in the discriminator. */
  public StridedNetworks withDiscriminatorFilters(int discriminatorFilters) {
    return new StridedNetworks(latentSize, generatorFilters, discriminatorFilters);
  }

  /**
   * Latents (N, latent) to pictures (N, C, H, W) in (-1, 1), with batch norm.
   *
   * @param picture both sides multiples of 4
   */
  @Override
  public Layer generator(PictureShape picture) {
    int doublings = doublings(picture);
    List<Block> layers = new ArrayList<>();
    int width = OptionChecks.layerWidth((long) generatorFilters << doublings - 1);
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
   */
  public Layer discriminator(PictureShape picture) {
    List<Block> layers = halvings(picture);
    layers.add(last(picture).withoutBias());
    return withFlatOutput("logit", layers);
  }

  /** The discriminator without its last layer, for heads of one's own: features (N, F, H', W'). */
  public Layer features(PictureShape picture) {
    return initialised(Sequential.of(halvings(picture).toArray(Block[]::new)));
  }

  private List<Block> halvings(PictureShape picture) {
    List<Block> layers = new ArrayList<>();
    for (int i = 0; i < doublings(picture); i++) {
      layers.add(halving(OptionChecks.layerWidth((long) discriminatorFilters << i)).withoutBias());
      if (i > 0) {
        layers.add(BatchNorm2d.of());
      }
      layers.add(Activation.leakyRelu(0.2));
    }
    return layers;
  }

  /**
   * The discriminator without batch norm, and so with biases: the gradient penalty needs the
   * gradient at each picture by itself, and batch norm makes it depend on the rest of the batch
   * (arXiv:1704.00028, section 4).
   */
  @Override
  public Layer critic(PictureShape picture) {
    List<Block> layers = new ArrayList<>();
    for (int i = 0; i < doublings(picture); i++) {
      layers.add(halving(OptionChecks.layerWidth((long) discriminatorFilters << i)));
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(last(picture));
    return withFlatOutput("score", layers);
  }

  private static Conv2d halving(int filters) {
    return Conv2d.of(filters, 4).withStride(2).withPadding(1);
  }

  private static Conv2d last(PictureShape picture) {
    int doublings = doublings(picture);
    return Conv2d.of(1, picture.height() >> doublings, picture.width() >> doublings);
  }

  private static Layer withFlatOutput(String result, List<Block> layers) {
    var network = new LinkedHashMap<String, Block>();
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    network.put(result, Flatten.of());
    return initialised(Sequential.of(network));
  }

  /** How often the discriminator halves both sides of a picture, at least once. */
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

  /** Sets the initial weights to N(0, .02²) and the gains of norms to N(1, .02²). */
  public static Layer initialised(Layer network) {
    network.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    network.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return network;
  }

  @Override
  public void expectFits(PictureShape picture) {
    picture.expectMultiplesOf(4);
  }
}
