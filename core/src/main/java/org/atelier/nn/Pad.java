package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/** Pads pictures: (N, C, H, W) to (N, C, top + H + bottom, left + W + right). */
public final class Pad extends Layer {
  private enum Kind {
    ZERO("constant"),
    REFLECTION("reflect"),
    REPLICATION("replicate"),
    CIRCULAR("circular");

    private final String mode;

    Kind(String name) {
      mode = name;
    }
  }

  private final Kind kind;
  private final int left;
  private final int right;
  private final int top;
  private final int bottom;

  private Pad(Kind kind, int left, int right, int top, int bottom) {
    this.kind = kind;
    this.left = OptionChecks.atLeast(0, "left", left);
    this.right = OptionChecks.atLeast(0, "right", right);
    this.top = OptionChecks.atLeast(0, "top", top);
    this.bottom = OptionChecks.atLeast(0, "bottom", bottom);
  }

  /** Creates a zero padding of this number of pixels on each side, at least 0. */
  public static Pad zero(int pixels) {
    return new Pad(Kind.ZERO, pixels, pixels, pixels, pixels);
  }

  /**
   * Creates a reflection padding: the picture is mirrored at its border pixels, which are not
   * repeated. The padding must be less than the picture's side.
   */
  public static Pad reflection(int pixels) {
    return new Pad(Kind.REFLECTION, pixels, pixels, pixels, pixels);
  }

  /** Creates a replication padding: border pixels are repeated. */
  public static Pad replication(int pixels) {
    return new Pad(Kind.REPLICATION, pixels, pixels, pixels, pixels);
  }

  /**
   * Creates a circular padding: pixels of the opposite side. The padding must be at most the
   * picture's side.
   */
  public static Pad circular(int pixels) {
    return new Pad(Kind.CIRCULAR, pixels, pixels, pixels, pixels);
  }

  /** Returns a copy with a number of pixels for each side, each at least 0. */
  public Pad withSides(int left, int right, int top, int bottom) {
    return new Pad(kind, left, right, top, bottom);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    expectFits(x.size(3), Math.max(left, right), "wide");
    expectFits(x.size(2), Math.max(top, bottom), "high");
    var shape = new Shape(x.size(0), x.size(1), top + x.size(2) + bottom, left + x.size(3) + right);
    var sides = new int[] {left, right, top, bottom};
    if (kind == Kind.ZERO) {
      return script.fresh(shape, "torch.pad({0}, {1}, \"constant\", 0.)", x, sides);
    }
    String expression = "torch.pad({0}, {1}, \"" + kind.mode + "\")";
    return kind == Kind.CIRCULAR
        ? script.contiguous(shape, expression, x, sides)
        : script.fresh(shape, expression, x, sides);
  }

  private void expectFits(long size, int pixels, String dimension) {
    long least =
        switch (kind) {
          case ZERO, REPLICATION -> 1;
          case REFLECTION -> pixels + 1L;
          case CIRCULAR -> pixels;
        };
    if (size < least) {
      throw new IllegalArgumentException(
          "expected pictures at least "
              + least
              + " pixels "
              + dimension
              + " for a padding of "
              + pixels
              + " by "
              + kind.name().toLowerCase(Locale.ROOT)
              + ", but got "
              + size);
    }
  }
}
