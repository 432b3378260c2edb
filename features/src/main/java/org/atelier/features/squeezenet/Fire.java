package org.atelier.features.squeezenet;

import org.atelier.nn.Activation;
import org.atelier.nn.Concat;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/**
 * A fire module: a 1×1 convolution to few channels, then one of 1×1 and one of 3×3 side by side,
 * each with ReLU: (N, C, H, W) to (N, 2·expanded, H, W).
 */
final class Fire extends Layer {
  private final Layer squeeze;
  private final Layer narrow;
  private final Layer wide;
  private final Layer relu = Activation.relu();

  Fire(int squeezed, int expanded) {
    squeeze = child("squeeze", Conv2d.of(squeezed, 1));
    narrow = child("expand1x1", Conv2d.of(expanded, 1));
    wide = child("expand3x3", Conv2d.of(expanded, 3).withPadding(1));
  }

  @Override
  protected Values write(Script script, Values in) {
    Values squeezed = script.call("squeeze_activation", relu, script.call("squeeze", squeeze, in));
    Values first =
        script.call("expand1x1_activation", relu, script.call("expand1x1", narrow, squeezed));
    Values second =
        script.call("expand3x3_activation", relu, script.call("expand3x3", wide, squeezed));
    return script.call("", Concat.channels(), Values.of(first.only(), second.only()));
  }
}
