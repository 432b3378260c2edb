package org.atelier.gan.semi;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.gan.ReferenceBugs;
import org.atelier.gan.ResizeNetworks;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.options.OptionChecks;

/**
 * Generator and classifier of {@link SemiSupervisedGan}: the resize convolutions of PyTorch-GAN,
 * and strided convolutions with dropout and without norms, since the statistics of a batch would
 * reveal whether it is generated.
 *
 * @param latentSize size of the latent vector z
 * @param filters feature maps of the widest layers, a multiple of 8
 * @param dropout probability that the classifier drops a feature map in training, in [0, 1)
 */
public record SemiSupervisedNetworks(int latentSize, int filters, double dropout) {
  private static final String FEATURES = "features";
  private static final String CLASSES = "classes";

  /** Checks every number. */
  public SemiSupervisedNetworks {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    ResizeNetworks.checkedFilters(filters);
    OptionChecks.share("dropout", dropout);
  }

  /** Latents of 100, 128 feature maps, dropout 0.25. */
  public static SemiSupervisedNetworks defaults() {
    return new SemiSupervisedNetworks(100, 128, 0.25);
  }

  /** Returns a copy with another size of the latent vector. */
  public SemiSupervisedNetworks withLatentSize(int latentSize) {
    return new SemiSupervisedNetworks(latentSize, filters, dropout);
  }

  /** Returns a copy with another number of feature maps. */
  public SemiSupervisedNetworks withFilters(int filters) {
    return new SemiSupervisedNetworks(latentSize, filters, dropout);
  }

  /** Returns a copy with another dropout probability. */
  public SemiSupervisedNetworks withDropout(double dropout) {
    return new SemiSupervisedNetworks(latentSize, filters, dropout);
  }

  /** Latents (N, latent) to pictures (N, C, H, W) in (-1, 1). */
  public Layer generator(PictureShape picture) {
    var sizes = new ResizeNetworks(latentSize, filters, dropout, ReferenceBugs.FIXED);
    var network = new LinkedHashMap<String, Block>();
    network.put("seed", sizes.seed(picture));
    network.put("map", sizes.seedMaps(picture));
    network.put("body", ResizeNetworks.initialised(sizes.upwards(picture.channels())));
    return Sequential.of(network);
  }

  /**
   * Pictures (N, C, H, W) to features (N, filters·⌈H/8⌉·⌈W/8⌉) and, behind them, logits (N,
   * classes).
   */
  public Layer classifier(int classes) {
    List<Block> body = new ArrayList<>();
    for (int width : new int[] {filters / 4, filters / 2, filters}) {
      body.add(Conv2d.of(width, 3).withStride(2).withPadding(1));
      body.add(Activation.leakyRelu(0.2));
      body.add(Dropout.ofChannels(dropout));
    }
    var network = new LinkedHashMap<String, Block>();
    network.put("body", Sequential.of(body.toArray(Block[]::new)));
    network.put(FEATURES, Flatten.of());
    network.put(CLASSES, Linear.of(classes));
    return Taps.of(Sequential.of(network), FEATURES, CLASSES);
  }
}
