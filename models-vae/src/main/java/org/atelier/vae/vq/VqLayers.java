package org.atelier.vae.vq;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Residual;
import org.atelier.nn.Sequential;

/** The networks of {@link VqArchitecture.Residuals}. */
final class VqLayers {
  private static final int BLOCKS = 2;

  private VqLayers() {}

  private static VqArchitecture.Residuals architecture(VqVaeOptions options) {
    if (options.architecture() instanceof VqArchitecture.Residuals residuals) {
      return residuals;
    }
    throw new IllegalStateException(
        "The model of these options has custom networks: pass an encoder and a decoder to the model's"
            + " constructor, and to load a run call Trained.load(run, VqVae.class,"
            + " VqVaeOptions.class, options -> new VqVae(encoder, decoder, options), device)");
  }

  static Encoder encoder(VqVaeOptions options) {
    var architecture = architecture(options);
    var network = new LinkedHashMap<String, Block>();
    for (int i = 1; i <= architecture.halvings(); i++) {
      network.put("down" + i, Conv2d.of(architecture.filters(), 4).withStride(2).withPadding(1));
      network.put("down" + i + "_relu", Activation.relu());
    }
    network.put("mix", Conv2d.of(architecture.filters(), 3).withPadding(1));
    addBlocks(network, architecture.filters());
    network.put("code", Conv2d.of(options.codebook().dimension(), 1));
    return new Encoder(architecture.picture().shape(), Sequential.of(network), options.optimizer());
  }

  static Decoder decoder(VqVaeOptions options) {
    var architecture = architecture(options);
    var picture = architecture.picture();
    int halvings = architecture.halvings();
    var network = new LinkedHashMap<String, Block>();
    network.put("mix", Conv2d.of(architecture.filters(), 3).withPadding(1));
    addBlocks(network, architecture.filters());
    for (int i = halvings; i >= 1; i--) {
      int out =
          i > 1
              ? architecture.filters()
              : options.likelihood().parametersPerValue() * picture.channels();
      network.put("up" + i, ConvTranspose2d.of(out, 4).withStride(2).withPadding(1));
      if (i > 1) {
        network.put("up" + i + "_relu", Activation.relu());
      }
    }
    var code =
        new Shape(
            options.codebook().dimension(),
            picture.height() >> halvings,
            picture.width() >> halvings);
    return new Decoder(code, Sequential.of(network), options.optimizer());
  }

  private static void addBlocks(Map<String, Block> network, int filters) {
    for (int i = 1; i <= BLOCKS; i++) {
      network.put("block" + i, block(filters));
    }
    network.put("blocks_relu", Activation.relu());
  }

  private static Layer block(int filters) {
    return Residual.of(
        Sequential.of(
            Activation.relu(),
            Conv2d.of(Math.max(1, filters / 4), 3).withPadding(1),
            Activation.relu(),
            Conv2d.of(filters, 1)));
  }
}
