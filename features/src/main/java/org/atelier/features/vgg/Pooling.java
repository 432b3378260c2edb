package org.atelier.features.vgg;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.atelier.nn.Layer;
import org.atelier.nn.Pool2d;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;

/**
 * How VGG halves its feature maps, over windows of 2×2. The network was trained with maxima;
 * averages and root sums of squares change the scale of what follows, so their results are
 * multiplied by a factor, as in crowsonkb/style-transfer-pytorch. Gatys et al. (arXiv:1508.06576)
 * take averages, for smoother pictures.
 */
public enum Pooling {
  /** The maximum, factor 1: as trained. */
  MAX(1),
  /** The mean, times 2. */
  AVERAGE(2),
  /** The root of the sum of squares, times 0.78. Its derivative where all four are 0 is 0. */
  L2(0.78);

  private final double factor;

  Pooling(double factor) {
    this.factor = factor;
  }

  /** Returns the factor by which results are multiplied. */
  public double factor() {
    return factor;
  }

  /** Creates the layer: (N, C, H, W) to (N, C, ⌊H/2⌋, ⌊W/2⌋). */
  public Layer layer() {
    return this == MAX ? Pool2d.max(2) : new Rescaled(this);
  }

  private static final class Rescaled extends Layer {
    private final Pooling pooling;

    Rescaled(Pooling pooling) {
      this.pooling = pooling;
    }

    @Override
    protected Optional<Window> window() {
      return Optional.of(new Window(2, 2));
    }

    @Override
    protected Values write(Script script, Values in) {
      Value x = in.only().expectPicture(-1);
      if (x.size(2) < 2 || x.size(3) < 2) {
        throw new IllegalArgumentException(
            "expected pictures of sides of at least 2 pixels, but got " + x.shape());
      }
      var shape = new Shape(x.size(0), x.size(1), x.size(2) / 2, x.size(3) / 2);
      String means = "torch.avg_pool2d({0}, [2, 2], [2, 2], [0, 0], False, True, None)";
      if (pooling == AVERAGE) {
        return script.line(shape, "torch.mul(" + means + ", {1})", x, pooling.factor());
      }
      Value squares = script.line(x.shape(), "torch.mul({0}, {0})", x);
      // The derivative of relu selects 0 where the root's is infinite.
      return script.line(
          shape,
          "torch.mul(torch.sqrt(torch.relu(torch.mul(" + means + ", 4.))), {1})",
          squares,
          pooling.factor());
    }
  }
}
