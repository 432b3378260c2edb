package org.atelier.features.alexnet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.AdaptiveAveragePool2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.InputNormalisation;

/**
 * AlexNet in the variant of one column (Krizhevsky, arXiv:1404.5997) with torchvision's key names:
 * pictures (N, 3, H, W), of sides of at least 63 pixels, to logits (N, 1000).
 *
 * <p>Taps: {@code conv1} to {@code conv5}, {@code relu1} to {@code relu5} (those of LPIPS), {@code
 * pool1}, {@code pool2}, {@code pool5}, {@code relu6}, {@code relu7} and {@code logits}.
 */
public final class AlexNet {
  /** The taps that LPIPS compares, in its order. */
  public static final List<String> LPIPS_TAPS =
      List.of("relu1", "relu2", "relu3", "relu4", "relu5");

  private static final List<String> NAMES =
      List.of(
          "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "conv3", "relu3", "conv4", "relu4",
          "conv5", "relu5", "pool5");

  private AlexNet() {}

  /** Describes the published network. */
  public static FeatureArchitecture architecture() {
    return new FeatureArchitecture(
        "AlexNet", AlexNet::network, InputNormalisation.imageNet(), taps());
  }

  private static Layer network() {
    Layer features =
        Sequential.of(
            Conv2d.of(64, 11).withStride(4).withPadding(2),
            Activation.relu(),
            Pool2d.max(3).withStride(2),
            Conv2d.of(192, 5).withPadding(2),
            Activation.relu(),
            Pool2d.max(3).withStride(2),
            Conv2d.of(384, 3).withPadding(1),
            Activation.relu(),
            Conv2d.of(256, 3).withPadding(1),
            Activation.relu(),
            Conv2d.of(256, 3).withPadding(1),
            Activation.relu(),
            Pool2d.max(3).withStride(2));
    Layer classifier =
        Sequential.of(
            Dropout.of(0.5),
            Linear.of(4096),
            Activation.relu(),
            Dropout.of(0.5),
            Linear.of(4096),
            Activation.relu(),
            Linear.of(1000));
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("features", features);
    layers.put("avgpool", AdaptiveAveragePool2d.of(6, 6));
    layers.put("flatten", Flatten.of());
    layers.put("classifier", classifier);
    return Sequential.of(layers);
  }

  private static Map<String, String> taps() {
    var taps = new LinkedHashMap<String, String>();
    for (int i = 0; i < NAMES.size(); i++) {
      taps.put(NAMES.get(i), "features." + i);
    }
    taps.put("relu6", "classifier.2");
    taps.put("relu7", "classifier.5");
    taps.put("logits", "classifier");
    return taps;
  }
}
