package org.atelier.nn;

import ai.djl.nn.Block;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * The input and f of the condition, side by side: (N, C, …) and a condition (N, …) to (N, C + C',
 * …), where f gives (N, C', …). So a conditional GAN tells its networks (arXiv:1411.1784).
 *
 * <p>The child is named "block".
 */
public final class Joined extends Layer {
  private final Block block;

  private Joined(Block block) {
    this.block = child("block", block);
  }

  /** The input, and behind it {@code block(condition)}. */
  public static Joined with(Block block) {
    return new Joined(block);
  }

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.get(0, 2);
    Value told = script.call("block", block, in.get(1, 2)).only();
    return Concat.write(script, java.util.List.of(x, told));
  }
}
