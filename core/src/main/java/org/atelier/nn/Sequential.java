package org.atelier.nn;

import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/**
 * One layer after another. Layers and plain DJL blocks may be mixed.
 *
 * <p>What one layer gives, the next one takes, however many values that are. But where some layer
 * {@linkplain Layer#takesConditions takes conditions} (labels), the inputs after the first are
 * these: they go to all such layers, and the others get the running value alone.
 */
public final class Sequential extends Layer {
  private final Map<String, Block> blocks = new LinkedHashMap<>();

  private Sequential(Map<String, ? extends Block> named) {
    named.forEach((name, block) -> blocks.put(name, child(name, block)));
  }

  /** The layers named "0", "1", … as PyTorch names them. */
  public static Sequential of(Block... blocks) {
    return new Sequential(numbered(blocks));
  }

  /** Layers with names of their own, in the map's order. */
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

  Map<String, Block> blocks() {
    return blocks;
  }

  @Override
  protected Values write(Script script, Values in) {
    return write(script, blocks, in, (name, out) -> {});
  }

  static Values write(
      Script script, Map<String, Block> blocks, Values in, BiConsumer<String, Values> each) {
    boolean conditional = blocks.values().stream().anyMatch(Layer::isConditional);
    Values x = conditional ? in.all().get(0) : in;
    for (var entry : blocks.entrySet()) {
      Block block = entry.getValue();
      Values given = Layer.isConditional(block) ? in.withFirst(x.only()) : x;
      x = script.call(entry.getKey(), block, given);
      each.accept(entry.getKey(), x);
    }
    return x;
  }
}
