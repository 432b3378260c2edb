package org.atelier.gan.acgan;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.gan.Fidelity;
import org.atelier.gan.ResizeConvolutions;
import org.atelier.gan.StridedConvolutions;
import org.atelier.image.PictureShape;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Parallel;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;

/** What an {@link AcGan} is made of. */
public sealed interface AcGanNetworks {
  /**
   * DCGAN's convolutions of stride 2, as in the paper; latents and class are multiplied.
   *
   * @param generatorFilters feature maps next to the generator's picture; further in they double
   * @param discriminatorFilters the same next to the discriminator's
   */
  static AcGanNetworks strided(int generatorFilters, int discriminatorFilters) {
    return new Strided(generatorFilters, discriminatorFilters);
  }

  /**
   * PyTorch-GAN's networks, as they are meant.
   *
   * @param filters feature maps of the widest layers, a multiple of 8
   * @param dropout share of the discriminator's features that are dropped in training
   */
  static AcGanNetworks resizing(int filters, double dropout) {
    return new Resizing(filters, dropout, Fidelity.MEANT);
  }

  /** Latents (N, latent) and labels (N) to pictures (N, C, H, W) in (-1, 1). */
  Layer generator(int latentSize, int classes, PictureShape picture);

  /** Pictures (N, C, H, W) to realness (N, 1) and logits of the classes (N, classes). */
  Layer discriminator(int classes, PictureShape picture);

  /** Whether a softmax comes before the classifier's loss, which holds one already. */
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
   * Convolutions of stride 2 of latents that are multiplied with a learnt vector of the class:
   * joined by one, they were hardly heeded.
   *
   * @param generatorFilters feature maps next to the generator's picture; further in they double
   * @param discriminatorFilters the same next to the discriminator's
   */
  record Strided(int generatorFilters, int discriminatorFilters) implements AcGanNetworks {
    /** Checks the numbers. */
    public Strided {
      OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
      OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
    }

    @Override
    public Layer generator(int latentSize, int classes, PictureShape picture) {
      var network = new LinkedHashMap<String, Block>();
      network.put("told", new LabelledLatents("label_emb", classes, latentSize));
      network.put("", StridedConvolutions.generator(latentSize, picture, generatorFilters));
      return Sequential.of(network);
    }

    @Override
    public Layer discriminator(int classes, PictureShape picture) {
      var network = new LinkedHashMap<String, Block>();
      network.put("main", StridedConvolutions.features(picture, discriminatorFilters));
      network.put("flat", Flatten.of());
      network.put("", StridedConvolutions.initialised(heads(classes)));
      return Sequential.of(network);
    }
  }

  /**
   * Upsampled convolutions of latents that are multiplied with a learnt vector of the class, and a
   * discriminator with dropout.
   *
   * @param filters feature maps of the widest layers, a multiple of 8
   * @param dropout share of the discriminator's features that are dropped in training
   * @param fidelity whether PyTorch-GAN's slips are followed
   */
  record Resizing(int filters, double dropout, Fidelity fidelity) implements AcGanNetworks {
    /** Checks the numbers. */
    public Resizing {
      OptionChecks.atLeast(8, "filters", filters);
      if (filters % 8 != 0) {
        throw new IllegalArgumentException("filters must be a multiple of 8, but was " + filters);
      }
      OptionChecks.share("dropout", dropout);
    }

    @Override
    public Layer generator(int latentSize, int classes, PictureShape picture) {
      List<Block> layers = new ArrayList<>();
      layers.add(BatchNorm2d.of());
      layers.addAll(ResizeConvolutions.upwards(filters, picture.channels(), fidelity));
      var network = new LinkedHashMap<String, Block>();
      network.put("", new LabelledLatents("label_emb", classes, latentSize));
      network.put("l1", ResizeConvolutions.seed(picture, filters));
      network.put("map", Reshape.to(filters, picture.height() / 4, picture.width() / 4));
      network.put("conv_blocks", ResizeConvolutions.initialised(layers));
      return Sequential.of(network);
    }

    @Override
    public Layer discriminator(int classes, PictureShape picture) {
      var network = new LinkedHashMap<String, Block>();
      network.put(
          "conv_blocks",
          ResizeConvolutions.initialised(ResizeConvolutions.downwards(filters, dropout, fidelity)));
      network.put("flat", Flatten.of());
      network.put("", heads(classes));
      return Sequential.of(network);
    }

    @Override
    public boolean hasSecondSoftmax() {
      return fidelity == Fidelity.LITERAL;
    }
  }
}
