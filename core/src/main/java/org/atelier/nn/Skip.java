package org.atelier.nn;

import ai.djl.nn.Block;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Concatenates the input and f(input) along the channels: (N, C, H, W) to (N, C + C', H, W), where
 * f gives (N, C', H, W); U-Nets (Ronneberger et al., arXiv:1505.04597) nest them.
 *
 * <p>The child is named "block", unless {@link #named} says otherwise. Further inputs are
 * conditions: they go to the block if it {@linkplain Layer#takesConditions takes them}. A reference
 * whose block begins with an activation in place (pix2pix) hands on the activated input: put that
 * activation before the skip.
 */
public final class Skip extends Layer {
  private final Block block;
  private final String name;

  private Skip(Block block, String name) {
    this.name = name;
    this.block = child(name, block);
  }

  /** The input, and behind it {@code block(input)}. */
  public static Skip over(Block block) {
    return new Skip(block, "block");
  }

  /** The same with another name for f, as a reference's checkpoints may have. */
  public Skip named(String name) {
    return new Skip(block, name);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value inner = script.call(name, block, inputOf(block, in)).only();
    return Concat.write(script, java.util.List.of(in.all().get(0), inner));
  }
}
