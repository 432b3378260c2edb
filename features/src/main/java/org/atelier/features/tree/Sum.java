package org.atelier.features.tree;

import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/**
 * Adds two inputs of the same shape, so that the sum of a residual connection is a layer with a
 * path, and can be a tap.
 */
public final class Sum extends Layer {
  @Override
  protected Values write(Script script, Values in) {
    Values terms = script.alike(in.get(0, 2), in.get(1, 2));
    return script.fresh(
        in.get(0, 2).shape(), "torch.add({0}, {1})", terms.get(0, 2), terms.get(1, 2));
  }
}
