package org.atelier.features.resnet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.GlobalPool;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.InputNormalisation;

/**
 * ResNet-50 (He et al., arXiv:1512.03385) with torchvision's key names: pictures (N, 3, H, W) to
 * logits (N, 1000).
 *
 * <p>Taps: {@code conv1}, {@code relu1}, {@code pool1}; {@code layer1} to {@code layer4}, which the
 * paper calls {@code conv2_x} to {@code conv5_x}, and their blocks, {@code layer3.5}; {@code
 * logits}.
 */
public final class ResNet50 {
  private static final int[] BLOCKS = {3, 4, 6, 3};

  private ResNet50() {}

  /** Describes the published network. */
  public static FeatureArchitecture architecture() {
    return new FeatureArchitecture(
        "ResNet-50", ResNet50::network, InputNormalisation.imageNet(), taps());
  }

  private static Layer network() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("conv1", Conv2d.of(64, 7).withStride(2).withPadding(3).withoutBias());
    layers.put("bn1", BatchNorm2d.of());
    layers.put("relu", Activation.relu());
    layers.put("maxpool", Pool2d.max(3).withStride(2).withPadding(1));
    for (int i = 0; i < BLOCKS.length; i++) {
      layers.put("layer" + (i + 1), Bottleneck.stage(BLOCKS[i], 64 << i, i == 0 ? 1 : 2));
    }
    layers.put("avgpool", GlobalPool.average());
    layers.put("fc", Linear.of(1000));
    return Sequential.of(layers);
  }

  private static Map<String, String> taps() {
    var taps = new LinkedHashMap<String, String>();
    taps.put("conv1", "conv1");
    taps.put("relu1", "relu");
    taps.put("pool1", "maxpool");
    for (int i = 0; i < BLOCKS.length; i++) {
      String layer = "layer" + (i + 1);
      for (int j = 0; j < BLOCKS[i]; j++) {
        taps.put(layer + "." + j, layer + "." + j);
      }
      taps.put(layer, layer);
      taps.put("conv" + (i + 2) + "_x", layer);
    }
    taps.put("logits", "fc");
    return taps;
  }
}
