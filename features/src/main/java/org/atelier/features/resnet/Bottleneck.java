package org.atelier.features.resnet;

import org.atelier.features.tree.Sum;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.jspecify.annotations.Nullable;

/**
 * A bottleneck block: 1×1, 3×3 (with the stride, as in ResNet v1.5) and 1×1 convolutions, each with
 * batch norm, added to the input or to its projection: (N, C, H, W) to (N, 4·width, ⌈H/stride⌉,
 * ⌈W/stride⌉).
 */
final class Bottleneck extends Layer {
  private static final int EXPANSION = 4;

  private final Layer[] convolutions;
  private final Layer[] norms;
  private final @Nullable Layer downsample;
  private final Layer add = child("add", new Sum());
  private final Layer relu = Activation.relu();

  private Bottleneck(int width, int stride, boolean projected) {
    Layer[] kernels = {
      Conv2d.of(width, 1).withoutBias(),
      Conv2d.of(width, 3).withStride(stride).withPadding(1).withoutBias(),
      Conv2d.of(EXPANSION * width, 1).withoutBias()
    };
    convolutions = new Layer[kernels.length];
    norms = new Layer[kernels.length];
    for (int i = 0; i < kernels.length; i++) {
      convolutions[i] = child("conv" + (i + 1), kernels[i]);
      norms[i] = child("bn" + (i + 1), BatchNorm2d.of());
    }
    downsample =
        projected
            ? child(
                "downsample",
                Sequential.of(
                    Conv2d.of(EXPANSION * width, 1).withStride(stride).withoutBias(),
                    BatchNorm2d.of()))
            : null;
  }

  /** Creates blocks named "0", "1", …, of which the first has the stride and a projection. */
  static Layer stage(int blocks, int width, int stride) {
    var all = new Layer[blocks];
    for (int i = 0; i < blocks; i++) {
      all[i] = new Bottleneck(width, i == 0 ? stride : 1, i == 0);
    }
    return Sequential.of(all);
  }

  @Override
  protected Values write(Script script, Values in) {
    Values x = in;
    for (int i = 0; i < convolutions.length; i++) {
      x = script.call("conv" + (i + 1), convolutions[i], x);
      x = script.call("bn" + (i + 1), norms[i], x);
      if (i + 1 < convolutions.length) {
        x = script.call("relu" + (i + 1), relu, x);
      }
    }
    Value residual = x.only();
    Value identity =
        downsample == null ? in.only() : script.call("downsample", downsample, in).only();
    return script.call("", relu, script.call("add", add, Values.of(residual, identity)));
  }
}
