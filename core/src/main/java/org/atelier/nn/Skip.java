package org.atelier.nn;

import ai.djl.nn.Block;
import java.util.List;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * A skip connection: concatenates the input and f(input) along the channel axis, (N, C, H, W) to
 * (N, C + C', H, W), where f(input) is (N, C', H, W). U-Nets (Ronneberger et al., arXiv:1505.04597)
 * nest them.
 *
 * <p>The child is named "block" (or by {@link #named}). Further inputs are conditioning inputs and
 * are passed to the block if it {@linkplain Layer#takesConditions takes them}. In a reference whose
 * block begins with an in-place activation (pix2pix), the skip connection carries the activated
 * input: there, put the activation before the skip.
 */
public final class Skip extends Layer {
  private final Block block;
  private final String name;

  private Skip(Block block, String name) {
    this.name = name;
    this.block = child(name, block);
  }

  /** Creates the concatenation of the input and {@code block(input)}. */
  public static Skip over(Block block) {
    return new Skip(block, "block");
  }

  /**
   * Returns a copy with this name of f, for compatibility with the checkpoints of a reference
   * implementation.
   */
  public Skip named(String name) {
    return new Skip(block, name);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value inner = script.call(name, block, inputOf(block, in)).only();
    return Concat.write(script, List.of(in.all().get(0), inner));
  }
}
