package org.atelier.translation.stargan;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Concat;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Conditioning by concatenation of spatially replicated labels: pictures (N, C, H, W) and labels
 * (N, K) to (N, C + K, H, W).
 */
final class SpatialLabels extends Layer {
  private final Concat concat = child("", Concat.channels());

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.get(0, 2).expectPicture(-1);
    Value labels = in.get(1, 2);
    if (labels.shape().dimension() != 2) {
      throw new IllegalArgumentException("expected labels (N, K), but got " + labels.shape());
    }
    Value planes =
        script.line(
            new Shape(x.size(0), labels.size(1), x.size(2), x.size(3)),
            "torch.expand(torch.reshape({0}, {1}), {2})",
            labels,
            new long[] {-1, labels.size(1), 1, 1},
            new long[] {-1, -1, x.size(2), x.size(3)});
    return script.call("", concat, Values.of(x, planes));
  }
}
