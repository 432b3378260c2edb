package org.atelier.features.mobilenet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.features.tree.Sum;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Dropout;
import org.atelier.nn.GlobalPool;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.InputNormalisation;
import org.jspecify.annotations.Nullable;

/**
 * MobileNetV2 (Sandler et al., arXiv:1801.04381) with torchvision's key names: pictures (N, 3, H,
 * W) to logits (N, 1000).
 *
 * <p>Taps: {@code conv0}, after its ReLU6; {@code block1} to {@code block17}, linear; {@code
 * block2.expand} and so on, the wide values after ReLU6; {@code conv1}, the last convolution;
 * {@code logits}.
 */
public final class MobileNetV2 {
  /** Expansion, channels, repetitions, and stride of the first repetition. */
  private static final int[][] SETTINGS = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNetV2() {}

  /** Describes the published network. */
  public static FeatureArchitecture architecture() {
    var taps = new LinkedHashMap<String, String>();
    taps.put("conv0", "features.0");
    int blocks = features().size() - 2;
    for (int i = 1; i <= blocks; i++) {
      if (i > 1) {
        taps.put("block" + i + ".expand", "features." + i + ".conv.0");
      }
      taps.put("block" + i, "features." + i);
    }
    taps.put("conv1", "features." + (blocks + 1));
    taps.put("logits", "classifier");
    return new FeatureArchitecture(
        "MobileNetV2 (torchvision)", MobileNetV2::network, InputNormalisation.imageNet(), taps);
  }

  private static Layer network() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("features", Sequential.of(features().toArray(Layer[]::new)));
    layers.put("avgpool", GlobalPool.average());
    layers.put("classifier", Sequential.of(Dropout.of(0.2), Linear.of(1000)));
    return Sequential.of(layers);
  }

  private static List<Layer> features() {
    var layers = new ArrayList<Layer>();
    layers.add(normalised(Conv2d.of(32, 3).withStride(2).withPadding(1)));
    int channels = 32;
    for (int[] setting : SETTINGS) {
      for (int i = 0; i < setting[2]; i++) {
        layers.add(new Block(channels, setting[0], setting[1], i == 0 ? setting[3] : 1));
        channels = setting[1];
      }
    }
    layers.add(normalised(Conv2d.of(1280, 1)));
    return layers;
  }

  /** A convolution with batch norm and ReLU6. */
  private static Layer normalised(Conv2d convolution) {
    return Sequential.of(convolution.withoutBias(), BatchNorm2d.of(), Activation.relu6());
  }

  /** An inverted residual block, whose layers are one sequence named "conv". */
  private static final class Block extends Layer {
    private final Layer convolutions;
    private final @Nullable Sum add;

    Block(int in, int expansion, int out, int stride) {
      int wide = in * expansion;
      var layers = new ArrayList<Layer>();
      if (expansion > 1) {
        layers.add(normalised(Conv2d.of(wide, 1)));
      }
      layers.add(normalised(Conv2d.of(wide, 3).withStride(stride).withPadding(1).withGroups(wide)));
      layers.add(Conv2d.of(out, 1).withoutBias());
      layers.add(BatchNorm2d.of());
      convolutions = child("conv", Sequential.of(layers.toArray(Layer[]::new)));
      add = in == out && stride == 1 ? child("add", new Sum()) : null;
    }

    @Override
    protected Values write(Script script, Values in) {
      Values y = script.call("conv", convolutions, in);
      return add == null ? y : script.call("add", add, Values.of(in.only(), y.only()));
    }
  }
}
