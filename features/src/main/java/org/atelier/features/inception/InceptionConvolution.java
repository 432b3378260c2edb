package org.atelier.features.inception;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Optional;
import org.atelier.nn.Activation;
import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;

/** Inception's convolution: a kernel, possibly rectangular, batch normalisation and ReLU. */
final class InceptionConvolution extends Layer {
  private final Layer convolution;
  private final Layer norm;

  private InceptionConvolution(Kernel kernel) {
    convolution = child("conv", kernel);
    norm = child("bn", BatchNorm2d.of().withEpsilon(1e-3));
  }

  /** Creates a convolution without padding. */
  static InceptionConvolution valid(int filters, int kernel, int stride) {
    return new InceptionConvolution(new Kernel(filters, kernel, kernel, stride, 0, 0));
  }

  /** Creates a convolution of an odd kernel that preserves height and width. */
  static InceptionConvolution same(int filters, int height, int width) {
    return new InceptionConvolution(new Kernel(filters, height, width, 1, height / 2, width / 2));
  }

  @Override
  protected Values write(Script script, Values in) {
    Values y = script.call("bn", norm, script.call("conv", convolution, in));
    return script.call("", Activation.relu(), y);
  }

  /** A convolution without bias, with separate paddings of height and width. */
  private static final class Kernel extends Layer {
    private final Parameter weight =
        parameter("weight", Parameter.Type.WEIGHT, Initialiser.constant(0));
    private final int filters;
    private final int height;
    private final int width;
    private final int stride;
    private final int rows;
    private final int columns;

    Kernel(int filters, int height, int width, int stride, int rows, int columns) {
      this.filters = filters;
      this.height = height;
      this.width = width;
      this.stride = stride;
      this.rows = rows;
      this.columns = columns;
    }

    @Override
    protected void prepare(Shape[] inputs) {
      weight.setShape(new Shape(filters, inputs[0].get(1), height, width));
    }

    /** Its width: each row of a kernel is followed by a column, and its square is counted once. */
    @Override
    protected Optional<Window> window() {
      return Optional.of(new Window(width, stride));
    }

    @Override
    protected Values write(Script script, Values in) {
      Value x = in.only().expectPicture(weight.getShape().get(1));
      var shape =
          new Shape(
              x.size(0),
              filters,
              (x.size(2) + 2L * rows - height) / stride + 1,
              (x.size(3) + 2L * columns - width) / stride + 1);
      return script.fresh(
          shape,
          "torch.conv2d({0}, {1}, None, {2}, {3}, [1, 1], 1)",
          script.operand(x),
          script.weight(weight),
          new int[] {stride, stride},
          new int[] {rows, columns});
    }
  }
}
