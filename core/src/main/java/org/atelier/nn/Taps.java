package org.atelier.nn;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Returns the outputs of named layers of a {@link Sequential}: feature taps of perceptual losses.
 * Layers after the last tap are not run and are not part of this layer; parameters keep their
 * names.
 *
 * <p>A tapped value is not overwritten by an in-place activation that follows. (In some reference
 * implementations it is, so their tap of a convolution is that of the activation.)
 */
public final class Taps extends Layer {
  private final Map<String, Block> blocks = new LinkedHashMap<>();
  private final List<String> taps;

  private Taps(Sequential features, List<String> taps) {
    this.taps = taps;
    var missing = new ArrayList<>(taps);
    for (var entry : features.blocks().entrySet()) {
      if (missing.isEmpty()) {
        break;
      }
      blocks.put(entry.getKey(), child(entry.getKey(), entry.getValue()));
      missing.removeAll(List.of(entry.getKey()));
    }
    if (taps.isEmpty() || !missing.isEmpty()) {
      throw new IllegalArgumentException(
          "expected taps among " + features.blocks().keySet() + ", but got " + taps);
    }
  }

  /**
   * Creates taps of the outputs of these layers.
   *
   * @param features the layers, which are shared and not copied
   * @param names names of direct children, in the order of the outputs
   * @throws IllegalArgumentException if there is no child of such a name
   */
  public static Taps of(Sequential features, String... names) {
    return new Taps(features, List.of(names));
  }

  @Override
  protected Values write(Script script, Values in) {
    var tapped = new HashMap<String, Value>();
    Sequential.write(
        script,
        blocks,
        in,
        (name, out) -> {
          if (taps.contains(name)) {
            tapped.put(name, out.only());
          }
        });
    return Values.of(taps.stream().map(tapped::get).toList());
  }
}
