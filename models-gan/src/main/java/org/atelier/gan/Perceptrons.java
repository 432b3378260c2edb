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

/** The multilayer perceptrons of PyTorch-GAN, with its parameter names. */
public final class Perceptrons {
  private static final double SLOPE = 0.2;

  private Perceptrons() {}

  /** Latents (N, latent) to pictures (N, C, H, W) in (-1, 1). */
  public static Layer generator(List<Integer> widths, PictureShape picture) {
    var network = new LinkedHashMap<String, Block>();
    network.put("model", generatorBody(widths, picture));
    network.put("picture", Reshape.to(picture.shape().getShape()));
    return Sequential.of(network);
  }

  /** Features (N, F) to pictures as rows (N, C·H·W) in (-1, 1). */
  public static Sequential generatorBody(List<Integer> widths, PictureShape picture) {
    List<Block> layers = new ArrayList<>();
    for (int width : widths) {
      boolean first = layers.isEmpty();
      layers.add(Linear.of(width));
      if (!first) {
        // The reference's BatchNorm1d(n, 0.8) sets epsilon, where it means the momentum.
        layers.add(BatchNorm2d.of().withEpsilon(0.8));
      }
      layers.add(Activation.leakyRelu(SLOPE));
    }
    layers.add(Linear.of(picture.values()));
    layers.add(Activation.tanh());
    return Sequential.of(layers.toArray(Block[]::new));
  }

  /** Pictures (N, C, H, W) to scores (N, 1), without norms: a discriminator or a critic. */
  public static Layer discriminator(List<Integer> widths) {
    List<Block> layers = new ArrayList<>();
    for (int width : widths) {
      layers.add(Linear.of(width));
      layers.add(Activation.leakyRelu(SLOPE));
    }
    layers.add(Linear.of(1));
    var network = new LinkedHashMap<String, Block>();
    network.put("flat", Flatten.of());
    network.put("model", Sequential.of(layers.toArray(Block[]::new)));
    return Sequential.of(network);
  }
}
