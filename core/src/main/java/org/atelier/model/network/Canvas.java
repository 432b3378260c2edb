package org.atelier.model.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.optim.Optimizer;

/**
 * A picture or a latent that is itself the trainable parameter, while all networks are frozen.
 * Style transfer, DeepDream and inversion are one phase with a canvas as its learner.
 *
 * <pre>{@code
 * var canvas = Canvas.ofPictures("canvas", List.of(photo), new WeightClip(Adam.of(0.02, 0.9), 1));
 * Phase<B> phase = Phase.of("paint", step -> objective(canvas.values(step.manager())), canvas);
 * }</pre>
 *
 * <p>It is a {@link Network} without inputs and with one parameter, {@code values}; its optimizer,
 * its optional EMA and its checkpoints are those of any network. Wrap the optimizer in a {@link
 * org.atelier.optim.WeightClip} to keep the values in a range.
 */
public final class Canvas extends Network {
  private static final String VALUES = "values";

  private Canvas(String name, Shape shape, Initialiser start, Optimizer optimizer) {
    super(name, new Held(shape, start), optimizer);
  }

  /** A layer whose output is its parameter and which ignores its input. */
  private static final class Held extends Layer {
    private final Parameter held;

    Held(Shape shape, Initialiser start) {
      held = parameter(VALUES, Parameter.Type.OTHER, start);
      held.setShape(shape);
    }

    @Override
    protected Values write(Script script, Values in) {
      return script.parameter(held);
    }
  }

  /**
   * Creates a canvas that is initialised with standard normal values, a function of the
   * initialisation's seed.
   *
   * @param name the name in error messages, checkpoints and metrics
   * @param shape the shape of the values, such as (N, latent) or (N, C, H, W)
   * @param optimizer the optimizer of the values
   */
  public static Canvas normal(String name, Shape shape, Optimizer optimizer) {
    return new Canvas(name, shape, Initialiser.normal(0, 1), optimizer);
  }

  /**
   * Creates a canvas (N, C, H, W) that is initialised with pictures.
   *
   * @param pictures at least one, all of one shape; their values are copied
   */
  public static Canvas ofPictures(String name, List<Picture> pictures, Optimizer optimizer) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one picture, but got none");
    }
    Picture first = pictures.get(0);
    return of(
        name,
        pictures.stream().map(Picture::values).toList(),
        new Shape(pictures.size(), first.channels(), first.height(), first.width()),
        pictures.stream()
            .allMatch(p -> p.height() == first.height() && p.channels() == first.channels()),
        optimizer);
  }

  /**
   * Creates a canvas (N, latent) that is initialised with latents.
   *
   * @param latents at least one, all of one size
   */
  public static Canvas ofLatents(String name, List<Latent> latents, Optimizer optimizer) {
    if (latents.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one latent, but got none");
    }
    var shape = new Shape(latents.size(), latents.get(0).size());
    return of(name, latents.stream().map(Latent::values).toList(), shape, true, optimizer);
  }

  private static Canvas of(
      String name, List<float[]> rows, Shape shape, boolean alike, Optimizer optimizer) {
    int each = rows.get(0).length;
    if (!alike || rows.stream().anyMatch(row -> row.length != each)) {
      throw new IllegalArgumentException(
          "Expected pictures or latents of one shape; resize or convert them first");
    }
    var start = new float[Math.multiplyExact(each, rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, start, i * each, each);
    }
    return new Canvas(name, shape, (ignored, random) -> start.clone(), optimizer);
  }

  /**
   * Returns the current values for use in an objective, differentiable with respect to the canvas
   * if the thread records. This is not a copy: do not modify it in place.
   *
   * @param scratch the step's manager, on the canvas's device; owner of the returned array and of
   *     results computed from it
   * @throws IllegalStateException if the canvas is not initialised
   */
  public NDArray values(NDManager scratch) {
    // Results are attached to the manager of the first input, so one input is required.
    try (NDArray anchor = scratch.zeros(new Shape(1))) {
      return run(anchor).singletonOrThrow();
    }
  }

  /**
   * Copies the values to pictures.
   *
   * @throws IllegalStateException if the canvas is not initialised, or not (N, 1 to 4, H, W)
   */
  public List<Picture> pictures() {
    return copied(
        values -> {
          Shape shape = values.getShape();
          if (shape.dimension() != 4 || shape.get(1) > 4) {
            throw new IllegalStateException(
                "%s: expected pictures (N, C, H, W), but the canvas is %s"
                    .formatted(name(), shape));
          }
          return Pictures.fromBatch(values);
        });
  }

  /**
   * Copies the values to latents.
   *
   * @throws IllegalStateException if the canvas is not initialised, or not (N, latent)
   * @throws IllegalArgumentException if a value is not finite
   */
  public List<Latent> latents() {
    return copied(
        array -> {
          Shape shape = array.getShape();
          if (shape.dimension() != 2) {
            throw new IllegalStateException(
                "%s: expected latents (N, latent), but the canvas is %s".formatted(name(), shape));
          }
          float[] values = array.toFloatArray();
          int size = Math.toIntExact(shape.get(1));
          var latents = new ArrayList<Latent>();
          for (int from = 0; from < values.length; from += size) {
            latents.add(new Latent(Arrays.copyOfRange(values, from, from + size)));
          }
          return latents;
        });
  }

  /**
   * Copies the values by way of a temporary manager, since copying from channels last allocates an
   * array.
   */
  private <T> T copied(Function<NDArray, T> read) {
    NDArray held = parameters().get(VALUES);
    Device device = held == null ? Device.cpu() : held.getDevice();
    try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
      return Gradients.withoutRecording(() -> read.apply(values(scratch)));
    }
  }
}
