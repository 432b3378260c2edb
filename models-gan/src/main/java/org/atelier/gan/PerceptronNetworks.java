package org.atelier.gan;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;

/**
 * Generator and discriminator as multilayer perceptrons, those of PyTorch-GAN with its parameter
 * names.
 *
 * @param latentSize size of the latent vector z
 * @param generatorUnits units of the generator's hidden layers, the first one next to the latents
 * @param discriminatorUnits units of the discriminator's hidden layers, the first one next to the
 *     picture
 */
public record PerceptronNetworks(
    int latentSize, List<Integer> generatorUnits, List<Integer> discriminatorUnits)
    implements WassersteinNetworks {
  private static final double SLOPE = 0.2;

  /** Checks every number, and copies the lists. */
  public PerceptronNetworks {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    generatorUnits = checkedUnits("generator", generatorUnits);
    discriminatorUnits = checkedUnits("discriminator", discriminatorUnits);
  }

  /**
   * Checks the units of hidden layers.
   *
   * @param network whose they are, for the message
   * @return a copy of {@code units}
   * @throws IllegalArgumentException if there is no layer, or one has no unit
   */
  public static List<Integer> checkedUnits(String network, List<Integer> units) {
    if (units.isEmpty()) {
      throw new IllegalArgumentException(
          "The " + network + " must have at least one hidden layer, but got none");
    }
    units.forEach(
        layer -> OptionChecks.atLeast(1, "units of a hidden layer of the " + network, layer));
    return List.copyOf(units);
  }

  /** PyTorch-GAN's: latents of 100; 128, 256, 512, 1024 and 512, 256 units. */
  public static PerceptronNetworks defaults() {
    return new PerceptronNetworks(100, List.of(128, 256, 512, 1024), List.of(512, 256));
  }

  /** Returns a copy with another size of the latent vector. */
  @Override
  public PerceptronNetworks withLatentSize(int latentSize) {
    return new PerceptronNetworks(latentSize, generatorUnits, discriminatorUnits);
  }

  /** Returns a copy with other hidden layers of the generator. */
  public PerceptronNetworks withGeneratorUnits(List<Integer> generatorUnits) {
    return new PerceptronNetworks(latentSize, generatorUnits, discriminatorUnits);
  }

  /** Returns a copy with other hidden layers of the discriminator. */
  public PerceptronNetworks withDiscriminatorUnits(List<Integer> discriminatorUnits) {
    return new PerceptronNetworks(latentSize, generatorUnits, discriminatorUnits);
  }

  /** Latents (N, latent) to pictures (N, C, H, W) in (-1, 1). */
  @Override
  public Layer generator(PictureShape picture) {
    var network = new LinkedHashMap<String, Block>();
    network.put("model", generatorBody(generatorUnits, picture));
    network.put("picture", Reshape.to(picture.shape().getShape()));
    return Sequential.of(network);
  }

  /** Features (N, F) to flattened pictures (N, C·H·W) in (-1, 1). */
  public static Sequential generatorBody(List<Integer> units, PictureShape picture) {
    List<Block> layers = new ArrayList<>();
    for (int width : units) {
      boolean first = layers.isEmpty();
      layers.add(Linear.of(width));
      if (!first) {
        // The reference's BatchNorm1d(n, 0.8) sets epsilon, where it means the momentum.
        layers.add(BatchNorm2d.of().withEpsilon(ReferenceBugs.REPRODUCED.epsilon()));
      }
      layers.add(Activation.leakyRelu(SLOPE));
    }
    layers.add(Linear.of(picture.values()));
    layers.add(Activation.tanh());
    return Sequential.of(layers.toArray(Block[]::new));
  }

  /** Pictures (N, C, H, W) to logits (N, 1), without norms. */
  public Layer discriminator() {
    List<Block> layers = new ArrayList<>();
    for (int width : discriminatorUnits) {
      layers.add(Linear.of(width));
      layers.add(Activation.leakyRelu(SLOPE));
    }
    layers.add(Linear.of(1));
    var network = new LinkedHashMap<String, Block>();
    network.put("flat", Flatten.of());
    network.put("model", Sequential.of(layers.toArray(Block[]::new)));
    return Sequential.of(network);
  }

  @Override
  public Layer critic(PictureShape picture) {
    return discriminator();
  }

  @Override
  public void expectFits(PictureShape picture) {
    // Any picture can be flattened.
  }
}
