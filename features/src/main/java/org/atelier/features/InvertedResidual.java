package org.atelier.features;

import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.jspecify.annotations.Nullable;

/**
 * MobileNetV2's inverted residual block: a 1×1 expansion, a 3×3 depthwise convolution and a 1×1
 * projection, with a residual connection if the shapes are equal. Returns its output and, if there
 * is one, the expansion.
 */
final class InvertedResidual extends Layer {
  private final @Nullable SameConv2d expand;
  private final SameConv2d depthwise;
  private final SameConv2d project;
  private final boolean residual;

  InvertedResidual(int in, int expanded, int out, int stride) {
    expand = in == expanded ? null : child("expand", SameConv2d.of(expanded, 1, 1, true));
    depthwise = child("depthwise", SameConv2d.depthwise(expanded, stride));
    project = child("project", SameConv2d.of(out, 1, 1, false));
    residual = in == out && stride == 1;
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    Value wide = expand == null ? x : script.call("expand", expand, x).only();
    Value y = script.call("project", project, script.call("depthwise", depthwise, wide)).only();
    if (residual) {
      Values terms = script.alike(x, y);
      y = script.fresh(x.shape(), "torch.add({0}, {1})", terms.get(0, 2), terms.get(1, 2));
    }
    return expand == null ? y : Values.of(y, wide);
  }
}
