package org.atelier.nn;

import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;

/** One layer after another. Layers and plain DJL blocks may be mixed. */
public final class Sequential extends Layer {
  private final Map<String, Block> blocks = new LinkedHashMap<>();

  private Sequential(Map<String, ? extends Block> named) {
    named.forEach((name, block) -> blocks.put(name, child(name, block)));
  }

  /** The layers named "0", "1", … as PyTorch names them. */
  public static Sequential of(Block... blocks) {
    var named = new LinkedHashMap<String, Block>();
    for (Block block : blocks) {
      named.put(Integer.toString(named.size()), block);
    }
    return new Sequential(named);
  }

  /** Layers with names of their own, in the map's order. */
  public static Sequential of(Map<String, ? extends Block> named) {
    return new Sequential(named);
  }

  @Override
  protected Values write(Script script, Values in) {
    Values x = in;
    for (var entry : blocks.entrySet()) {
      x = script.call(entry.getKey(), entry.getValue(), x);
    }
    return x;
  }
}
