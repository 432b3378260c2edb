package org.atelier.features.vgg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.AdaptiveAveragePool2d;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.InputNormalisation;

/**
 * The VGG networks (Simonyan and Zisserman, arXiv:1409.1556) with torchvision's key names, {@code
 * features.0.weight} to {@code classifier.6.bias}: pictures (N, 3, H, W) to logits (N, 1000).
 *
 * <p>Taps are named by stage and place, as usual: {@code conv1_1}, {@code norm1_1} (with batch
 * norm), {@code relu1_1}, {@code conv1_2}, …, {@code pool1}, …, {@code pool5}, and {@code logits},
 * the classifier's output after adaptive average pooling to 7×7. {@code conv5_4} is the value
 * before its ReLU.
 */
public final class Vgg {
  private static final int[] WIDTHS = {64, 128, 256, 512, 512};

  /** Side of the feature maps that the classifier takes, in pixels. */
  private static final int POOLED = 7;

  private Vgg() {}

  /** Describes a network. */
  public static FeatureArchitecture architecture(VggOptions options) {
    var features = new Features(options);
    String name = options.depth() == VggOptions.Depth.VGG16 ? "VGG-16" : "VGG-19";
    return new FeatureArchitecture(
        options.batchNorm() ? name + " with batch norm" : name,
        () -> network(options),
        InputNormalisation.imageNet(),
        features.taps);
  }

  private static Layer network(VggOptions options) {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("features", Sequential.of(new Features(options).layers));
    if (!options.classifier().isEmpty()) {
      layers.put("avgpool", AdaptiveAveragePool2d.of(POOLED, POOLED));
      layers.put("flatten", Flatten.of());
      layers.put("classifier", classifier(options.classifier()));
    }
    return Sequential.of(layers);
  }

  private static Layer classifier(List<Integer> sizes) {
    var layers = new LinkedHashMap<String, Layer>();
    for (int i = 0; i < sizes.size(); i++) {
      if (i > 0) {
        put(layers, Activation.relu());
        put(layers, Dropout.of(0.5));
      }
      put(layers, Linear.of(sizes.get(i)));
    }
    return Sequential.of(layers);
  }

  private static String put(Map<String, Layer> layers, Layer layer) {
    String index = Integer.toString(layers.size());
    layers.put(index, layer);
    return index;
  }

  /** The convolutional layers by index, and the taps among them by name. */
  private static final class Features {
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final Map<String, String> taps = new LinkedHashMap<>();

    Features(VggOptions options) {
      List<Integer> counts = options.depth().convolutions();
      for (int stage = 0; stage < counts.size(); stage++) {
        int width = WIDTHS[stage] / options.divisor();
        for (int i = 1; i <= counts.get(stage); i++) {
          String place = (stage + 1) + "_" + i;
          boolean replicated = layers.isEmpty() && options.replicateBorder();
          add(
              "conv" + place,
              replicated ? BorderConv2d.replicating(width) : Conv2d.of(width, 3).withPadding(1));
          if (options.batchNorm()) {
            add("norm" + place, BatchNorm2d.of());
          }
          add("relu" + place, Activation.relu());
        }
        add("pool" + (stage + 1), options.pooling().layer());
      }
      if (!options.classifier().isEmpty()) {
        taps.put("logits", "classifier");
      }
    }

    private void add(String name, Layer layer) {
      taps.put(name, "features." + put(layers, layer));
    }
  }
}
