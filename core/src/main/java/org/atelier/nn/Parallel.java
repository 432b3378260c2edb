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
 * Applies several heads to the same inputs and returns all their outputs, in order. A discriminator
 * with an auxiliary classifier is {@code Sequential.of(trunk, Parallel.of(adversarialHead,
 * classHead))}.
 *
 * <p>If any head {@linkplain Layer#takesConditions takes conditioning inputs}, the inputs after the
 * first are passed to such heads only; otherwise every head is given all inputs.
 */
public final class Parallel extends Layer {
  private final Map<String, Block> heads = new LinkedHashMap<>();

  private Parallel(Map<String, ? extends Block> named) {
    if (named.isEmpty()) {
      throw new IllegalArgumentException("Parallel needs at least one head");
    }
    named.forEach((name, head) -> heads.put(name, child(name, head)));
  }

  /** Creates a layer of heads named "0", "1", …. */
  public static Parallel of(Block... heads) {
    return new Parallel(Sequential.numbered(heads));
  }

  /** Creates a layer of named heads, in the map's order. */
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
