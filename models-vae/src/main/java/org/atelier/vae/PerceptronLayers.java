package org.atelier.vae;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.ConcatCondition;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Parallel;
import org.atelier.nn.Reshape;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.options.OptionChecks;

/**
 * The layers of {@link AutoencoderArchitecture.Perceptrons}; the names are those of
 * pytorch/examples.
 */
final class PerceptronLayers {
  static final String FEATURES = "features";
  static final String SCORE = "score";
  static final double SLOPE = 0.2;

  private PerceptronLayers() {}

  static Layer encoder(AutoencoderArchitecture.Perceptrons options, int latentSize, int classes) {
    var network = new LinkedHashMap<String, Block>();
    network.put("brightness", Layer.of("0.5 * ({0} + 1)"));
    network.put("flat", Flatten.of());
    concatLabel(network, classes);
    hidden(network, "fc1", options.widths());
    network.put("", heads(latentSize));
    return Sequential.of(network);
  }

  static Layer decoder(AutoencoderArchitecture.Perceptrons options, int parameters, int classes) {
    var widths = new ArrayList<>(options.widths());
    Collections.reverse(widths);
    var picture = options.picture();
    var network = new LinkedHashMap<String, Block>();
    concatLabel(network, classes);
    hidden(network, "fc3", widths);
    network.put("fc4", Linear.of(OptionChecks.layerWidth((long) parameters * picture.values())));
    network.put(
        "picture",
        Reshape.to((long) parameters * picture.channels(), picture.height(), picture.width()));
    return Sequential.of(network);
  }

  static Layer discriminator(AutoencoderArchitecture.Perceptrons options) {
    var network = new LinkedHashMap<String, Block>();
    network.put("flat", Flatten.of());
    List<Integer> widths = options.widths();
    for (int i = 1; i <= widths.size(); i++) {
      network.put("hidden" + i, Linear.of(widths.get(i - 1)));
      network.put(
          i == widths.size() ? FEATURES : "hidden" + i + "_relu", Activation.leakyRelu(SLOPE));
    }
    network.put(SCORE, Linear.of(1));
    return Taps.of(Sequential.of(network), FEATURES, SCORE);
  }

  /** Features (N, F) to the mean and the log-variance of latents. */
  static Layer heads(int latentSize) {
    var heads = new LinkedHashMap<String, Block>();
    heads.put("fc21", Linear.of(latentSize));
    heads.put("fc22", Linear.of(latentSize));
    return Parallel.of(heads);
  }

  static void concatLabel(Map<String, Block> network, int classes) {
    if (classes > 0) {
      network.put("label", ConcatCondition.oneHot(classes));
    }
  }

  /** The first layer has the name itself, later ones a number behind it. */
  private static void hidden(Map<String, Block> network, String name, List<Integer> widths) {
    for (int i = 0; i < widths.size(); i++) {
      String own = i == 0 ? name : name + "_" + (i + 1);
      network.put(own, Linear.of(widths.get(i)));
      network.put(own + "_relu", Activation.relu());
    }
  }
}
