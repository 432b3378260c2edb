package org.atelier.model.canvas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.Upsample;
import org.atelier.options.OptionChecks;

/**
 * The picture itself: its values are what is optimised. They may leave [-1, 1]; a {@link
 * org.atelier.optim.WeightClip} around the optimizer, or a term of the objective, keeps them there.
 *
 * <p>Another size: values and first moments by bicubic, second moments by bilinear resampling, all
 * antialiased. Moments are not scaled, so the ratio that an adaptive optimizer takes is kept.
 *
 * @param deviation the standard deviation of a random start around grey, at least 0
 */
public record Pixels(double deviation) implements Parametrisation {
  private static final NativeFunction NOT_NEGATIVE = NativeFunction.of("torch.relu(x)", "x");

  /** Checks the deviation. */
  public Pixels {
    OptionChecks.notNegative("deviation", deviation);
  }

  /** A random start of standard deviation 0.02. */
  public static Pixels defaults() {
    return new Pixels(0.02);
  }

  /** Returns a copy with another standard deviation of a random start, at least 0. */
  public Pixels withDeviation(double deviation) {
    return new Pixels(deviation);
  }

  @Override
  public Shape valuesShape(Shape picture) {
    return picture;
  }

  @Override
  public Initialiser start(Shape picture) {
    return Initialiser.normal(0, deviation);
  }

  @Override
  public Layer toPicture(Shape picture) {
    return Layer.of("{0}");
  }

  @Override
  public NDArray valuesOf(NDArray picture) {
    return picture;
  }

  @Override
  public NDArray resized(NDArray values, Shape from, Shape to, Quantity quantity) {
    Upsample kernel = quantity == Quantity.SQUARES ? Upsample.bilinear(1) : Upsample.bicubic(1);
    Layer resample =
        kernel.toSize(Math.toIntExact(to.get(2)), Math.toIntExact(to.get(3))).withAntialias();
    try {
      NDArray resized =
          Gradients.withoutRecording(
              () -> resample.run("canvas", new NDList(values)).singletonOrThrow());
      return quantity == Quantity.SQUARES ? NOT_NEGATIVE.apply(resized) : resized;
    } finally {
      // Frees the compiled script.
      resample.clear();
    }
  }
}
