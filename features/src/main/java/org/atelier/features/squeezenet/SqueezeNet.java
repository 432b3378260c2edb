package org.atelier.features.squeezenet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.AdaptiveAveragePool2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.Flatten;
import org.atelier.nn.Layer;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.InputNormalisation;

/**
 * SqueezeNet 1.1 (Iandola et al., arXiv:1602.07360) with torchvision's key names: pictures (N, 3,
 * H, W) to logits (N, classes). Pooling rounds up.
 *
 * <p>Taps: {@code relu1} to {@code relu7}, those of LPIPS; {@code conv1}, {@code pool1} to {@code
 * pool3}, {@code fire2} to {@code fire9}, and {@code logits}.
 */
public final class SqueezeNet {
  /** The taps that LPIPS compares, in its order. */
  public static final List<String> LPIPS_TAPS =
      List.of("relu1", "relu2", "relu3", "relu4", "relu5", "relu6", "relu7");

  private SqueezeNet() {}

  /** Describes the published network of 1000 classes. */
  public static FeatureArchitecture architecture() {
    return architecture(1000);
  }

  /**
   * Describes the network with another number of classes.
   *
   * @param classes at least 1
   */
  public static FeatureArchitecture architecture(int classes) {
    OptionChecks.atLeast(1, "classes", classes);
    return new FeatureArchitecture(
        "SqueezeNet 1.1", () -> network(classes), InputNormalisation.imageNet(), taps());
  }

  private static Layer network(int classes) {
    Layer features =
        Sequential.of(
            Conv2d.of(64, 3).withStride(2),
            Activation.relu(),
            halving(),
            new Fire(16, 64),
            new Fire(16, 64),
            halving(),
            new Fire(32, 128),
            new Fire(32, 128),
            halving(),
            new Fire(48, 192),
            new Fire(48, 192),
            new Fire(64, 256),
            new Fire(64, 256));
    Layer classifier =
        Sequential.of(
            Dropout.of(0.5),
            Conv2d.of(classes, 1),
            Activation.relu(),
            AdaptiveAveragePool2d.of(1, 1));
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("features", features);
    layers.put("classifier", classifier);
    layers.put("flatten", Flatten.of());
    return Sequential.of(layers);
  }

  private static Layer halving() {
    return Pool2d.max(3).withStride(2).roundingUp();
  }

  private static Map<String, String> taps() {
    var taps = new LinkedHashMap<String, String>();
    taps.put("conv1", "features.0");
    taps.put("relu1", "features.1");
    taps.put("pool1", "features.2");
    taps.put("fire2", "features.3");
    taps.put("relu2", "features.4");
    taps.put("fire3", "features.4");
    taps.put("pool2", "features.5");
    taps.put("fire4", "features.6");
    taps.put("relu3", "features.7");
    taps.put("fire5", "features.7");
    taps.put("pool3", "features.8");
    for (int i = 4; i <= 7; i++) {
      taps.put("relu" + i, "features." + (i + 5));
      taps.put("fire" + (i + 2), "features." + (i + 5));
    }
    taps.put("logits", "flatten");
    return taps;
  }
}
