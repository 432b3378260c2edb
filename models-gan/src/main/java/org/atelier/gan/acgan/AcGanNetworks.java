package org.atelier.gan.acgan;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.gan.ReferenceBugs;
import org.atelier.gan.ResizeNetworks;
import org.atelier.gan.StridedNetworks;
import org.atelier.image.PictureShape;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Parallel;
import org.atelier.nn.Sequential;

/** Generator and discriminator of {@link AcGan}: the paper's or PyTorch-GAN's. */
public sealed interface AcGanNetworks {
  /**
   * DCGAN's strided convolutions, as in the paper, for latents of 100.
   *
   * @param generatorFilters feature maps of the generator's last hidden layer; earlier ones double
   * @param discriminatorFilters feature maps of the discriminator's first layer; later ones double
   */
  static AcGanNetworks strided(int generatorFilters, int discriminatorFilters) {
    return new Strided(StridedNetworks.of(generatorFilters, discriminatorFilters));
  }

  /**
   * PyTorch-GAN's networks without its bugs, for latents of 100.
   *
   * @param filters feature maps of the widest layers, a multiple of 8
   * @param dropout probability that the discriminator drops a feature map in training, in [0, 1)
   */
  static AcGanNetworks resizing(int filters, double dropout) {
    return new Resizing(ResizeNetworks.defaults().withFilters(filters).withDropout(dropout));
  }

  /** The size of the latent vector z. */
  int latentSize();

  /** Returns a copy with another size of the latent vector. */
  AcGanNetworks withLatentSize(int latentSize);

  /** Latents (N, latent) and labels (N) to pictures (N, C, H, W) in (-1, 1). */
  Layer generator(int classes, PictureShape picture);

  /**
   * Pictures (N, C, H, W) to logits of real or generated (N, 1) and logits of the classes (N,
   * classes).
   */
  Layer discriminator(int classes, PictureShape picture);

  /** Whether a softmax precedes the classifier's cross-entropy, which contains one. */
  default boolean hasSecondSoftmax() {
    return false;
  }

  private static Layer heads(int classes) {
    var heads = new LinkedHashMap<String, Block>();
    heads.put("adv_layer", Sequential.of(Linear.of(1)));
    heads.put("aux_layer", Sequential.of(Linear.of(classes)));
    return Parallel.of(heads);
  }

  /**
   * Strided convolutions; the latents are multiplied by an embedding of the class. Concatenated,
   * the class had little influence on the pictures.
   *
   * @param sizes the latent size and the feature maps
   */
  record Strided(StridedNetworks sizes) implements AcGanNetworks {
    @Override
    public int latentSize() {
      return sizes.latentSize();
    }

    @Override
    public Strided withLatentSize(int latentSize) {
      return new Strided(sizes.withLatentSize(latentSize));
    }

    @Override
    public Layer generator(int classes, PictureShape picture) {
      var network = new LinkedHashMap<String, Block>();
      // "told" begins the name of a parameter in checkpoints.
      network.put("told", new ClassEmbeddingProduct("label_emb", classes, latentSize()));
      network.put("", sizes.generator(picture));
      return Sequential.of(network);
    }

    @Override
    public Layer discriminator(int classes, PictureShape picture) {
      var network = new LinkedHashMap<String, Block>();
      network.put("main", sizes.features(picture));
      network.put("flat", Flatten.of());
      network.put("", StridedNetworks.initialised(heads(classes)));
      return Sequential.of(network);
    }
  }

  /**
   * Resize convolutions, with dropout in the discriminator; the latents are multiplied by an
   * embedding of the class.
   *
   * @param sizes the latent size, the feature maps, the dropout and whether bugs are reproduced
   */
  record Resizing(ResizeNetworks sizes) implements AcGanNetworks {
    @Override
    public int latentSize() {
      return sizes.latentSize();
    }

    @Override
    public Resizing withLatentSize(int latentSize) {
      return new Resizing(sizes.withLatentSize(latentSize));
    }

    @Override
    public Layer generator(int classes, PictureShape picture) {
      List<Block> layers = new ArrayList<>();
      layers.add(BatchNorm2d.of());
      layers.addAll(sizes.upwards(picture.channels()));
      var network = new LinkedHashMap<String, Block>();
      network.put("", new ClassEmbeddingProduct("label_emb", classes, latentSize()));
      network.put("l1", sizes.seed(picture));
      network.put("map", sizes.seedMaps(picture));
      network.put("conv_blocks", ResizeNetworks.initialised(layers));
      return Sequential.of(network);
    }

    @Override
    public Layer discriminator(int classes, PictureShape picture) {
      var network = new LinkedHashMap<String, Block>();
      network.put("conv_blocks", ResizeNetworks.initialised(sizes.downwards()));
      network.put("flat", Flatten.of());
      network.put("", heads(classes));
      return Sequential.of(network);
    }

    @Override
    public boolean hasSecondSoftmax() {
      return sizes.referenceBugs() == ReferenceBugs.REPRODUCED;
    }
  }
}
