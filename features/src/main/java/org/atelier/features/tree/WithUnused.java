package org.atelier.features.tree;

import java.util.Map;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/**
 * Layers, beside others that files of weights have too and that never run, such as an auxiliary
 * classifier of the training. Those get no parameters.
 */
public final class WithUnused extends Layer {
  private final Layer layers;

  /**
   * Creates the layer.
   *
   * @param layers the layers that run; their paths and parameter names stay as they are
   * @param unused the others, by their names
   */
  public WithUnused(Layer layers, Map<String, Layer> unused) {
    this.layers = child("", layers);
    unused.forEach(this::child);
  }

  @Override
  protected Values write(Script script, Values in) {
    return script.call("", layers, in);
  }
}
