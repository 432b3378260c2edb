package org.atelier.translation.style.wct;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.InputNormalisation;
import org.atelier.random.CounterRandom;

/** Two levels of a small random network, of strides 2 and 1, with decoders that enlarge. */
public final class TinyLevels implements AutoCloseable {
  /** The first three channels as a picture in [0, 1], each position as a square. */
  private static final NativeFunction ENLARGED =
      NativeFunction.of(
          "torch.sigmoid(torch.repeat_interleave(torch.repeat_interleave(torch.slice(x, 1, 0, 3, 1), int(n), 2), int(n), 3))",
          "x",
          "n");

  private final FeatureExtractor extractor =
      FeatureExtractor.random(architecture(), List.of("fine", "coarse"), Device.cpu());

  private static FeatureArchitecture architecture() {
    return new FeatureArchitecture(
        "tiny",
        () -> {
          var layers = new LinkedHashMap<String, Layer>();
          layers.put("border1", Pad.reflection(1));
          layers.put("conv1", Conv2d.of(4, 3));
          layers.put("relu1", Activation.relu());
          layers.put("pool", Pool2d.max(2));
          layers.put("border2", Pad.reflection(1));
          layers.put("conv2", Conv2d.of(5, 3));
          return Sequential.of(layers);
        },
        InputNormalisation.unit(),
        Map.of("fine", "relu1", "coarse", "conv2"));
  }

  /** The levels, the coarse one first. */
  public List<Level> levels() {
    return List.of(
        new Level(extractor, "coarse", features -> enlarged(features, 2)),
        new Level(extractor, "fine", features -> enlarged(features, 1)));
  }

  private static NDArray enlarged(NDArray features, int factor) {
    try (NDArray n = HostValues.number(features.getManager(), factor)) {
      return ENLARGED.apply(features, n);
    }
  }

  /** A random picture, smooth enough to have edges. */
  public static Picture picture(int height, int width, long seed) {
    var values = new float[3 * height * width];
    CounterRandom random = CounterRandom.of(seed, 0);
    for (int i = 0; i < values.length; i++) {
      double wave = Math.sin(i * 0.11 * (1 + seed)) + 0.5 * random.nextGaussian();
      values[i] = (float) Math.max(-1, Math.min(1, 0.6 * wave));
    }
    return new Picture(3, height, width, values);
  }

  @Override
  public void close() {
    extractor.close();
  }
}
