package org.atelier.gan.cgan;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.gan.StridedNetworks;
import org.atelier.image.PictureShape;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Condition;
import org.atelier.model.condition.SpatialMap;
import org.atelier.nn.Activation;
import org.atelier.nn.AdaptiveAveragePool2d;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.ConcatCondition;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Embedding;
import org.atelier.nn.Flatten;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;

/**
 * Generator and discriminator of {@link ConditionalDcgan}: DCGAN's strided convolutions
 * (arXiv:1511.06434), conditioned by concatenation.
 *
 * @param latentSize size of the latent vector z
 * @param generatorFilters feature maps of the generator's last hidden layer; earlier ones double
 * @param discriminatorFilters feature maps of the discriminator's first layer; later ones double
 */
public record ConditionalDcganNetworks(
    int latentSize, int generatorFilters, int discriminatorFilters) {
  /** Size of the hidden layer through which attributes and numbers go. */
  private static final int HIDDEN_SIZE = 64;

  /**
   * Size of a class's embedding: a tenth of the latents, as Cgan's. With 64, the generator was seen
   * to ignore the latents: mode collapse within each class.
   */
  private static final int EMBEDDING_SIZE = 10;

  /** Checks every number. */
  public ConditionalDcganNetworks {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
  }

  /** Latents of 100, 64 feature maps next to the picture, as DCGAN. */
  public static ConditionalDcganNetworks defaults() {
    return of(64, 64);
  }

  /**
   * Networks for latents of 100.
   *
   * @param generatorFilters feature maps of the generator's last hidden layer; earlier ones double
   * @param discriminatorFilters feature maps of the discriminator's first layer; later ones double
   */
  public static ConditionalDcganNetworks of(int generatorFilters, int discriminatorFilters) {
    return new ConditionalDcganNetworks(100, generatorFilters, discriminatorFilters);
  }

  /** Returns a copy with another size of the latent vector. */
  public ConditionalDcganNetworks withLatentSize(int latentSize) {
    return new ConditionalDcganNetworks(latentSize, generatorFilters, discriminatorFilters);
  }

  /** Returns a copy with another number of feature maps in the generator. */
  public ConditionalDcganNetworks withGeneratorFilters(int generatorFilters) {
    return new ConditionalDcganNetworks(latentSize, generatorFilters, discriminatorFilters);
  }

  /** Returns a copy with another number of feature maps in the discriminator. */
  public ConditionalDcganNetworks withDiscriminatorFilters(int discriminatorFilters) {
    return new ConditionalDcganNetworks(latentSize, generatorFilters, discriminatorFilters);
  }

  /**
   * Latents (N, latent) and conditions (N, …) to pictures (N, C, H, W) in (-1, 1): from a linear
   * layer's few pixels, each transposed convolution doubles height and width.
   *
   * @param picture both sides multiples of 4
   */
  public Layer generator(PictureShape picture, Condition<?> condition) {
    int halvings = StridedNetworks.doublings(picture);
    int height = picture.height() >> halvings;
    int width = picture.width() >> halvings;
    int filters = OptionChecks.layerWidth((long) generatorFilters << halvings - 1);
    boolean map = condition instanceof SpatialMap;
    List<Block> layers = new ArrayList<>();
    if (!map) {
      layers.add(ConcatCondition.after(vector(condition)));
    }
    layers.add(
        initialised(
            Linear.of(OptionChecks.layerWidth((long) filters * height * width)).withoutBias()));
    layers.add(Reshape.to(filters, height, width));
    for (int level = 1; level <= halvings; level++) {
      layers.add(initialised(BatchNorm2d.of()));
      layers.add(Activation.relu());
      if (map) {
        layers.add(ConcatCondition.after(AdaptiveAveragePool2d.of(height, width)));
      }
      filters = level < halvings ? filters / 2 : picture.channels();
      layers.add(doubling(filters));
      height *= 2;
      width *= 2;
    }
    layers.add(Activation.tanh());
    return named(layers);
  }

  private static Layer doubling(int filters) {
    return initialised(ConvTranspose2d.of(filters, 4).withStride(2).withPadding(1).withoutBias());
  }

  /** Pictures (N, C, H, W) and conditions (N, …) to logits (N, 1). */
  public Layer discriminator(PictureShape picture, Condition<?> condition) {
    List<Block> layers = new ArrayList<>();
    layers.add(ConcatCondition.after(planes(picture, condition)));
    for (int i = 0; i < StridedNetworks.doublings(picture); i++) {
      int filters = OptionChecks.layerWidth((long) discriminatorFilters << i);
      layers.add(initialised(Conv2d.of(filters, 4).withStride(2).withPadding(1).withoutBias()));
      if (i > 0) {
        layers.add(initialised(BatchNorm2d.of()));
      }
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(Flatten.of());
    layers.add(initialised(Linear.of(1).withoutBias()));
    return named(layers);
  }

  /** The condition as further channels of the picture, (N, C', H, W). */
  private static Layer planes(PictureShape picture, Condition<?> condition) {
    if (condition instanceof SpatialMap) {
      return Layer.of("{0}");
    }
    return Sequential.of(
        vector(condition),
        Linear.of(OptionChecks.layerWidth((long) picture.height() * picture.width())),
        Reshape.to(1, picture.height(), picture.width()));
  }

  /** An embedding (N, F) of the condition, which is no map. */
  private static Layer vector(Condition<?> condition) {
    return condition instanceof ClassLabels labels
        ? Embedding.of(labels.classes(), EMBEDDING_SIZE)
        : Sequential.of(Linear.of(HIDDEN_SIZE), Activation.relu());
  }

  private static Layer named(List<Block> layers) {
    var network = new LinkedHashMap<String, Block>();
    network.put("main", Sequential.of(layers.toArray(Block[]::new)));
    return Sequential.of(network);
  }

  /** As DCGAN, but for the layers of the condition, whose initial weights are larger. */
  private static Layer initialised(Layer layer) {
    layer.setInitializer(Initialiser.normal(0, 0.02), Parameter.Type.WEIGHT);
    layer.setInitializer(Initialiser.normal(1, 0.02), Parameter.Type.GAMMA);
    return layer;
  }
}
