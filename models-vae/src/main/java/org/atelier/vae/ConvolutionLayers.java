package org.atelier.vae;

import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.image.PictureShape;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.ConvTranspose2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Reshape;
import org.atelier.nn.Residual;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.options.OptionChecks;

/**
 * The layers of {@link AutoencoderArchitecture.Convolutions} and {@link
 * AutoencoderArchitecture.Residuals}.
 */
final class ConvolutionLayers {
  private static final int HIDDEN = 256;
  private static final int LEAST_HALVED = 8;

  private final PictureShape picture;
  private final int filters;
  private final boolean residual;
  private final boolean batchNorm;
  private final int halvings;

  ConvolutionLayers(PictureShape picture, int filters, boolean residual, boolean batchNorm) {
    this.picture = picture;
    this.filters = filters;
    this.residual = residual;
    this.batchNorm = batchNorm;
    int count = 0;
    int height = picture.height();
    int width = picture.width();
    while (Math.min(height, width) >= LEAST_HALVED && height % 2 == 0 && width % 2 == 0) {
      height /= 2;
      width /= 2;
      count++;
    }
    halvings = count;
  }

  /** Feature maps after so many halvings. */
  private int width(int halved) {
    return OptionChecks.layerWidth((long) filters << Math.max(0, Math.min(3, halved - 1)));
  }

  Layer encoder(int latentSize, int classes) {
    var network = new LinkedHashMap<String, Block>();
    if (halvings == 0) {
      network.put("same", Conv2d.of(filters, 3).withPadding(1));
      network.put("same_relu", Activation.relu());
    }
    for (int i = 1; i <= halvings; i++) {
      network.put("down" + i, Conv2d.of(width(i), 4).withStride(2).withPadding(1));
      addNorm(network, i);
      addBlock(network, "block" + i, width(i));
      network.put("down" + i + "_relu", Activation.relu());
    }
    network.put("flat", Flatten.of());
    PerceptronLayers.concatLabel(network, classes);
    network.put("hidden", Linear.of(HIDDEN));
    network.put("hidden_relu", Activation.relu());
    network.put("", PerceptronLayers.heads(latentSize));
    return Sequential.of(network);
  }

  Layer discriminator() {
    var network = new LinkedHashMap<String, Block>();
    if (halvings == 0) {
      network.put("same", Conv2d.of(filters, 3).withPadding(1));
      network.put(PerceptronLayers.FEATURES, Activation.leakyRelu(PerceptronLayers.SLOPE));
    }
    for (int i = 1; i <= halvings; i++) {
      network.put("down" + i, Conv2d.of(width(i), 4).withStride(2).withPadding(1));
      if (i > 1) {
        addNorm(network, i);
      }
      addBlock(network, "block" + i, width(i));
      network.put(
          i == halvings ? PerceptronLayers.FEATURES : "down" + i + "_relu",
          Activation.leakyRelu(PerceptronLayers.SLOPE));
    }
    network.put("flat", Flatten.of());
    network.put(PerceptronLayers.SCORE, Linear.of(1));
    return Taps.of(Sequential.of(network), PerceptronLayers.FEATURES, PerceptronLayers.SCORE);
  }

  Layer decoder(int parameters, int classes) {
    int height = picture.height() >> halvings;
    int width = picture.width() >> halvings;
    var network = new LinkedHashMap<String, Block>();
    PerceptronLayers.concatLabel(network, classes);
    network.put("hidden", Linear.of(HIDDEN));
    network.put("hidden_relu", Activation.relu());
    network.put(
        "seed", Linear.of(OptionChecks.layerWidth((long) width(halvings) * height * width)));
    network.put("map", Reshape.to(width(halvings), height, width));
    for (int i = halvings; i >= 1; i--) {
      addNorm(network, i);
      addBlock(network, "block" + i, width(i));
      network.put("up" + i + "_relu", Activation.relu());
      int out = i > 1 ? width(i - 1) : parameters * picture.channels();
      network.put("up" + i, ConvTranspose2d.of(out, 4).withStride(2).withPadding(1));
    }
    if (halvings == 0) {
      network.put("same_relu", Activation.relu());
      network.put("same", Conv2d.of(parameters * picture.channels(), 3).withPadding(1));
    }
    return Sequential.of(network);
  }

  private void addNorm(Map<String, Block> network, int level) {
    if (batchNorm) {
      network.put("norm" + level, BatchNorm2d.of());
    }
  }

  private void addBlock(Map<String, Block> network, String name, int width) {
    if (residual) {
      network.put(
          name,
          Residual.of(
              Sequential.of(
                  Activation.relu(),
                  Conv2d.of(width, 3).withPadding(1),
                  Activation.relu(),
                  Conv2d.of(width, 3).withPadding(1))));
    }
  }
}
