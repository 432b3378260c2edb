package org.atelier.nn;

import ai.djl.nn.Block;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.jspecify.annotations.Nullable;

/**
 * A residual block (He et al., arXiv:1512.03385): x + scale·f(x), or shortcut(x) + scale·f(x). The
 * outputs of f and the shortcut must have the same shape.
 *
 * <p>The children are named "block" (or by {@link #named}) and "shortcut". Further inputs are
 * conditioning inputs and are passed to the children that {@linkplain Layer#takesConditions take
 * them}.
 */
public final class Residual extends Layer {
  private final Block block;
  private final @Nullable Block shortcut;
  private final double scale;
  private final String name;

  private Residual(Block block, @Nullable Block shortcut, double scale, String name) {
    this.name = name;
    this.block = child(name, block);
    this.shortcut = shortcut == null ? null : child("shortcut", shortcut);
    this.scale = scale;
  }

  /** Creates x + block(x). */
  public static Residual of(Block block) {
    return new Residual(block, null, 1, "block");
  }

  /** Returns a copy with {@code shortcut(x)} in place of x, for blocks that change the shape. */
  public Residual withShortcut(Block shortcut) {
    return new Residual(block, shortcut, scale, name);
  }

  /**
   * Returns a copy with this residual scaling, by which the block's output is multiplied (0.1 in
   * EDSR, 0.2 in ESRGAN).
   */
  public Residual withScale(double scale) {
    return new Residual(block, shortcut, scale, name);
  }

  /**
   * Returns a copy with this name of f, for compatibility with the checkpoints of a reference
   * implementation.
   */
  public Residual named(String name) {
    return new Residual(block, shortcut, scale, name);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value change = script.call(name, block, inputOf(block, in)).only();
    Value x = in.all().get(0);
    if (shortcut != null) {
      x = script.call("shortcut", shortcut, inputOf(shortcut, in)).only();
    }
    if (!x.shape().equals(change.shape())) {
      throw new IllegalArgumentException(
          "expected the block to give "
              + x.shape()
              + " as its shortcut does, but it gave "
              + change.shape());
    }
    Values terms = script.alike(x, change);
    String sum = scale == 1 ? "torch.add({0}, {1})" : "torch.add({0}, {1}, alpha={2})";
    return script.fresh(x.shape(), sum, terms.get(0, 2), terms.get(1, 2), scale);
  }
}
