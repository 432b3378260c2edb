package org.atelier.gan.cgan;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.gan.PerceptronNetworks;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.ConcatCondition;
import org.atelier.nn.Dropout;
import org.atelier.nn.Embedding;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;

/**
 * Generator and discriminator of {@link Cgan}: class-conditional multilayer perceptrons, those of
 * PyTorch-GAN with its parameter names.
 *
 * @param latentSize size of the latent vector z
 * @param generatorUnits units of the generator's hidden layers, the first one next to the latents
 * @param discriminatorUnits units of the discriminator's hidden layers, the first one next to the
 *     picture
 * @param dropout probability that the discriminator drops a unit in training, in [0, 1)
 */
public record CganNetworks(
    int latentSize,
    List<Integer> generatorUnits,
    List<Integer> discriminatorUnits,
    double dropout) {
  /** Checks every value, and copies the lists. */
  public CganNetworks {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    generatorUnits = PerceptronNetworks.checkedUnits("generator", generatorUnits);
    discriminatorUnits = PerceptronNetworks.checkedUnits("discriminator", discriminatorUnits);
    OptionChecks.share("dropout", dropout);
  }

  /** PyTorch-GAN's: latents of 100; 128, 256, 512, 1024 and three times 512 units; dropout 0.4. */
  public static CganNetworks defaults() {
    return new CganNetworks(100, List.of(128, 256, 512, 1024), List.of(512, 512, 512), 0.4);
  }

  /** Returns a copy with another size of the latent vector. */
  public CganNetworks withLatentSize(int latentSize) {
    return new CganNetworks(latentSize, generatorUnits, discriminatorUnits, dropout);
  }

  /** Returns a copy with other hidden layers of the generator. */
  public CganNetworks withGeneratorUnits(List<Integer> generatorUnits) {
    return new CganNetworks(latentSize, generatorUnits, discriminatorUnits, dropout);
  }

  /** Returns a copy with other hidden layers of the discriminator. */
  public CganNetworks withDiscriminatorUnits(List<Integer> discriminatorUnits) {
    return new CganNetworks(latentSize, generatorUnits, discriminatorUnits, dropout);
  }

  /** Returns a copy with another dropout probability. */
  public CganNetworks withDropout(double dropout) {
    return new CganNetworks(latentSize, generatorUnits, discriminatorUnits, dropout);
  }

  /** Latents (N, latent) and labels (N) to pictures (N, C, H, W) in (-1, 1). */
  public Layer generator(int classes, PictureShape picture) {
    var network = new LinkedHashMap<String, Block>();
    network.put("", ConcatCondition.before("label_emb", Embedding.of(classes, classes)));
    network.put("model", PerceptronNetworks.generatorBody(generatorUnits, picture));
    network.put("picture", Reshape.to(picture.shape().getShape()));
    return Sequential.of(network);
  }

  /** Pictures (N, C, H, W) and labels (N) to logits (N, 1). */
  public Layer discriminator(int classes) {
    List<Block> layers = new ArrayList<>();
    for (int units : discriminatorUnits) {
      boolean first = layers.isEmpty();
      layers.add(Linear.of(units));
      if (!first) {
        layers.add(Dropout.of(dropout));
      }
      layers.add(Activation.leakyRelu(0.2));
    }
    layers.add(Linear.of(1));
    var network = new LinkedHashMap<String, Block>();
    network.put("flat", Flatten.of());
    network.put("", ConcatCondition.after("label_embedding", Embedding.of(classes, classes)));
    network.put("model", Sequential.of(layers.toArray(Block[]::new)));
    return Sequential.of(network);
  }
}
