package org.atelier.nn;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Several heads on the same inputs: all their outputs, in order. A discriminator with a classifier
 * beside it is {@code Sequential.of(trunk, Parallel.of(realness, classes))}.
 *
 * <p>If any head {@linkplain Layer#takesConditions takes conditions}, the inputs after the first go
 * to such heads only; else every head gets all inputs.
 */
public final class Parallel extends Layer {
  private final Map<String, Block> heads = new LinkedHashMap<>();

  private Parallel(Map<String, ? extends Block> named) {
    if (named.isEmpty()) {
      throw new IllegalArgumentException("Parallel needs at least one head");
    }
    named.forEach((name, head) -> heads.put(name, child(name, head)));
  }

  /** Heads named "0", "1", …. */
  public static Parallel of(Block... heads) {
    return new Parallel(Sequential.numbered(heads));
  }

  /** Heads with names of their own, in the map's order. */
  public static Parallel of(Map<String, ? extends Block> named) {
    return new Parallel(named);
  }

  @Override
  protected Values write(Script script, Values in) {
    List<Value> outputs = new ArrayList<>();
    heads.forEach(
        (name, head) -> {
          Values given = takesConditions() ? inputOf(head, in) : in;
          outputs.addAll(script.call(name, head, given).all());
        });
    return Values.of(outputs);
  }
}
