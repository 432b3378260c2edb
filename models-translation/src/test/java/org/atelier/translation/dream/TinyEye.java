package org.atelier.translation.dream;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.image.Picture;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.GlobalPool;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.InputNormalisation;
import org.atelier.random.CounterRandom;

/** A network of two convolutions with random weights, and pictures for it. */
final class TinyEye {
  static final List<String> TAPS = List.of("wide", "deep", "pooled");

  private TinyEye() {}

  static FeatureExtractor open() {
    return FeatureExtractor.random(architecture(), TAPS, Device.cpu());
  }

  static FeatureArchitecture architecture() {
    return new FeatureArchitecture(
        "tiny", TinyEye::layers, InputNormalisation.symmetric(), Map.of("wide", "wide"));
  }

  private static Layer layers() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("wide", Sequential.of(Conv2d.of(6, 3).withPadding(1), Activation.relu6()));
    layers.put(
        "deep", Sequential.of(Conv2d.of(5, 3).withStride(2).withPadding(1), Activation.relu()));
    layers.put("pooled", GlobalPool.average());
    return Sequential.of(layers);
  }

  static Picture picture(int height, int width) {
    var random = CounterRandom.of(5);
    var values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) Math.max(-1, Math.min(1, Math.sin(i * 0.1) * 0.5 + 0.2 * random.nextGaussian()));
    }
    return new Picture(3, height, width, values);
  }
}
