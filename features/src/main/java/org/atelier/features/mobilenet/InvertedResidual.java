package org.atelier.features.mobilenet;

import org.atelier.features.tree.Sum;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.jspecify.annotations.Nullable;

/**
 * MobileNetV2's inverted residual block of the bundled network: a 1×1 expansion, a 3×3 depthwise
 * convolution and a linear 1×1 projection, with a residual connection if the shapes are equal.
 */
final class InvertedResidual extends Layer {
  private final @Nullable SameConv2d expand;
  private final SameConv2d depthwise;
  private final SameConv2d project;
  private final @Nullable Sum add;

  InvertedResidual(int in, int expanded, int out, int stride) {
    expand = in == expanded ? null : child("expand", SameConv2d.of(expanded, 1, 1, true));
    depthwise = child("depthwise", SameConv2d.depthwise(expanded, stride));
    project = child("project", SameConv2d.of(out, 1, 1, false));
    add = in == out && stride == 1 ? child("add", new Sum()) : null;
  }

  @Override
  protected Values write(Script script, Values in) {
    Values wide = expand == null ? in : script.call("expand", expand, in);
    Values y = script.call("project", project, script.call("depthwise", depthwise, wide));
    return add == null ? y : script.call("add", add, Values.of(in.only(), y.only()));
  }
}
