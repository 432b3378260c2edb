package org.atelier.nn;

import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/**
 * Applies layers one after another. Layers and plain DJL blocks may be mixed.
 *
 * <p>All outputs of a layer are the inputs of the next. If any layer {@linkplain
 * Layer#takesConditions takes conditioning inputs} (labels), however, the inputs after the first
 * are conditioning inputs: they are passed to all such layers, and the other layers are given the
 * first value alone.
 */
public final class Sequential extends Layer {
  private final Map<String, Block> blocks = new LinkedHashMap<>();

  private Sequential(Map<String, ? extends Block> named) {
    named.forEach((name, block) -> blocks.put(name, child(name, block)));
  }

  /** Creates a sequence of layers named "0", "1", … as in PyTorch. */
  public static Sequential of(Block... blocks) {
    return new Sequential(numbered(blocks));
  }

  /** Creates a sequence of named layers, in the map's order. */
  public static Sequential of(Map<String, ? extends Block> named) {
    return new Sequential(named);
  }

  static Map<String, Block> numbered(Block... blocks) {
    var named = new LinkedHashMap<String, Block>();
    for (Block block : blocks) {
      named.put(Integer.toString(named.size()), block);
    }
    return named;
  }

  @Override
  protected Values write(Script script, Values in) {
    boolean conditional = blocks.values().stream().anyMatch(Layer::isConditional);
    Values x = conditional ? in.all().get(0) : in;
    for (var entry : blocks.entrySet()) {
      Block block = entry.getValue();
      Values given = Layer.isConditional(block) ? in.withFirst(x.only()) : x;
      x = script.call(entry.getKey(), block, given);
    }
    return x;
  }
}
