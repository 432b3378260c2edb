package org.atelier.model.canvas;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.model.network.Network;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.optim.Lbfgs;
import org.atelier.optim.Minimiser;
import org.atelier.optim.Optimizer;
import org.atelier.optim.Schedule;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * A picture or a latent that is itself the trainable parameter, while all networks are frozen.
 * Style transfer, DeepDream and inversion are one phase with a canvas as its learner; {@link
 * CanvasLoop} runs it.
 *
 * <pre>{@code
 * var canvas = Canvas.ofPictures("canvas", List.of(photo), Fourier.defaults(), Adam.of(0.02, 0.9));
 * Phase<B> phase = Phase.of("paint", step -> objective(canvas.picture(step.manager())), canvas);
 * }</pre>
 *
 * <p>It is a {@link Network} without inputs, whose parameter {@code values} becomes a picture by a
 * layer: its {@link Parametrisation}'s, or any differentiable one; its optimizer, its optional EMA
 * and its checkpoints are those of any network. Wrap the optimizer in a {@link
 * org.atelier.optim.WeightClip} to keep the values in a range. A canvas of {@link Lbfgs} learns in
 * a {@code CanvasLoop} only.
 */
public final class Canvas extends Network {
  private static final String VALUES = "values";
  private static final String ENGINE = "PyTorch";

  private final Held held;
  private final Minimiser minimiser;
  private final @Nullable Painted painted;

  /**
   * What a canvas of pictures knows of them: their shape (N, C, H, W), and how values make them.
   */
  private record Painted(Shape shape, Parametrisation parametrisation) {}

  private Canvas(
      String name, Held held, Layer layers, Minimiser minimiser, @Nullable Painted painted) {
    super(name, layers, minimiser instanceof Optimizer own ? own : new LoopOnly());
    this.held = held;
    this.minimiser = minimiser;
    this.painted = painted;
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

  /** The values, and the layer that makes a picture of them. */
  private static final class Made extends Layer {
    private final Held held;
    private final Layer toPicture;

    Made(Held held, Layer toPicture) {
      this.held = child("", held);
      this.toPicture = child("picture", toPicture);
    }

    @Override
    protected Values write(Script script, Values in) {
      return script.call("picture", toPicture, script.call("", held, in));
    }
  }

  /** Stands where a network has its optimizer: L-BFGS needs more than gradients. */
  private record LoopOnly() implements Optimizer {
    @Override
    public double learningRate() {
      return 0;
    }

    @Override
    public Schedule schedule() {
      return Schedule.constant();
    }

    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public String update() {
      throw new IllegalStateException(
          "A canvas of L-BFGS evaluates its objective several times in a step; run it by CanvasLoop");
    }
  }

  /**
   * Creates a canvas of values that any differentiable layer makes a picture of. Parameters of the
   * layer learn too. The values are initialised standard normal, a function of the initialisation's
   * seed.
   *
   * @param name the name in error messages, checkpoints and metrics
   * @param values the shape of the values
   * @param toPicture from the values to pictures (N, C, H, W) in [-1, 1]; for this canvas alone
   * @param minimiser what changes the values
   */
  public static Canvas of(String name, Shape values, Layer toPicture, Minimiser minimiser) {
    var held = new Held(values, Initialiser.normal(0, 1));
    return new Canvas(name, held, new Made(held, toPicture), minimiser, null);
  }

  /**
   * Creates a canvas of pictures that is initialised with the parametrisation's random start, a
   * function of the initialisation's seed.
   *
   * @param picture the shape of the pictures, (N, C, H, W)
   */
  public static Canvas random(
      String name, Shape picture, Parametrisation parametrisation, Minimiser minimiser) {
    return painted(
        name, new Painted(picture, parametrisation), parametrisation.start(picture), minimiser);
  }

  /**
   * Creates a canvas without a layer that is initialised with standard normal values, a function of
   * the initialisation's seed.
   *
   * @param name the name in error messages, checkpoints and metrics
   * @param shape the shape of the values, such as (N, latent) or (N, C, H, W)
   * @param minimiser what changes the values
   */
  public static Canvas normal(String name, Shape shape, Minimiser minimiser) {
    return bare(name, shape, Initialiser.normal(0, 1), minimiser);
  }

  /**
   * Creates a canvas (N, C, H, W) of {@link Pixels} that is initialised with pictures.
   *
   * @param pictures at least one, all of one shape; their values are copied
   */
  public static Canvas ofPictures(String name, List<Picture> pictures, Minimiser minimiser) {
    return ofPictures(name, pictures, Pixels.defaults(), minimiser);
  }

  /**
   * Creates a canvas that is initialised with the values of pictures.
   *
   * @param pictures at least one, all of one shape; their values are copied
   * @param parametrisation from values to pictures and back
   */
  public static Canvas ofPictures(
      String name, List<Picture> pictures, Parametrisation parametrisation, Minimiser minimiser) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one picture, but got none");
    }
    Picture first = pictures.get(0);
    float[] start =
        joined(
            pictures.stream().map(Picture::values).toList(),
            pictures.stream()
                .allMatch(p -> p.height() == first.height() && p.channels() == first.channels()));
    var shape = new Shape(pictures.size(), first.channels(), first.height(), first.width());
    float[] values = start;
    if (!(parametrisation instanceof Pixels)) {
      try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), ENGINE)) {
        NDArray painted = HostValues.toArray(scratch, start, shape);
        values = parametrisation.valuesOf(painted).toFloatArray();
      }
    }
    float[] initial = values;
    return painted(
        name, new Painted(shape, parametrisation), (s, random) -> initial.clone(), minimiser);
  }

  /**
   * Creates a canvas (N, latent) that is initialised with latents.
   *
   * @param latents at least one, all of one size
   */
  public static Canvas ofLatents(String name, List<Latent> latents, Minimiser minimiser) {
    if (latents.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one latent, but got none");
    }
    var shape = new Shape(latents.size(), latents.get(0).size());
    float[] start = joined(latents.stream().map(Latent::values).toList(), true);
    return bare(name, shape, (ignored, random) -> start.clone(), minimiser);
  }

  private static Canvas painted(
      String name, Painted painted, Initialiser start, Minimiser minimiser) {
    Shape shape = painted.shape;
    var held = new Held(painted.parametrisation.valuesShape(shape), start);
    Layer layers =
        painted.parametrisation instanceof Pixels
            ? held
            : new Made(held, painted.parametrisation.toPicture(shape));
    return new Canvas(name, held, layers, minimiser, painted);
  }

  private static Canvas bare(String name, Shape shape, Initialiser start, Minimiser minimiser) {
    var held = new Held(shape, start);
    return new Canvas(name, held, held, minimiser, null);
  }

  private static float[] joined(List<float[]> rows, boolean alike) {
    int each = rows.get(0).length;
    if (!alike || rows.stream().anyMatch(row -> row.length != each)) {
      throw new IllegalArgumentException(
          "Expected pictures or latents of one shape; resize or convert them first");
    }
    var start = new float[Math.multiplyExact(each, rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, start, i * each, each);
    }
    return start;
  }

  /** Returns what changes the values. */
  public Minimiser minimiser() {
    return minimiser;
  }

  /**
   * Returns the device of the values.
   *
   * @throws IllegalStateException if the canvas is not initialised
   */
  public Device device() {
    NDArray values = parameters().get(VALUES);
    if (values == null) {
      throw new IllegalStateException(
          name() + ": the parameters are not initialised; call initialize(seed, device) first");
    }
    return values.getDevice();
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
    device();
    // Results are attached to the manager of the first input, so one input is required.
    try (NDArray anchor = scratch.zeros(new Shape(1))) {
      return held.run(name(), new NDList(anchor)).singletonOrThrow();
    }
  }

  /**
   * Returns what the canvas shows, in [-1, 1] for most parametrisations: the output of the layer
   * for the current values, or the values where there is no layer. As {@link #values} in all else.
   */
  public NDArray picture(NDManager scratch) {
    device();
    try (NDArray anchor = scratch.zeros(new Shape(1))) {
      return run(anchor).singletonOrThrow();
    }
  }

  /**
   * Creates a canvas of another size, initialised on the same device, that continues this one: its
   * values, its optimizer's state and its EMA are those of this one, {@linkplain
   * Parametrisation#resized resized}. The state of {@link Lbfgs} is a run's, and a run begins
   * without history.
   *
   * @return a canvas of the same name and parametrisation, which the caller closes
   * @throws IllegalStateException if this canvas is not initialised, or was not made of pictures or
   *     a parametrisation
   */
  public Canvas resized(int height, int width) {
    return resized(height, width, minimiser);
  }

  /**
   * As {@link #resized(int, int)}, with another minimiser, such as the same optimizer with another
   * schedule; it continues the state that it has in common with this canvas's.
   */
  public Canvas resized(int height, int width, Minimiser next) {
    Device device = device();
    if (painted == null) {
      throw new IllegalStateException(
          name()
              + ": only a canvas of pictures or of a parametrisation can be resized; create it by"
              + " ofPictures or random");
    }
    OptionChecks.atLeast(1, "height", height);
    OptionChecks.atLeast(1, "width", width);
    var to = new Shape(painted.shape.get(0), painted.shape.get(1), height, width);
    var larger = new Painted(to, painted.parametrisation);
    Canvas resized = painted(name(), larger, Initialiser.constant(0), next);
    average().ifPresent(average -> resized.keepAverage(average.decay()));
    try {
      resized.initialize(0, device);
      new CanvasResize(painted.parametrisation, painted.shape, to).copy(this, resized);
      return resized;
    } catch (RuntimeException e) {
      resized.close();
      throw e;
    }
  }

  /**
   * Copies what the canvas shows to pictures.
   *
   * @throws IllegalStateException if the canvas is not initialised, or not (N, 1 to 4, H, W)
   */
  public List<Picture> pictures() {
    return copied(
        this::picture,
        shown -> {
          Shape shape = shown.getShape();
          if (shape.dimension() != 4 || shape.get(1) > 4) {
            throw new IllegalStateException(
                "%s: expected pictures (N, C, H, W), but the canvas is %s"
                    .formatted(name(), shape));
          }
          return Pictures.fromBatch(shown);
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
        this::values,
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
   * Copies values by way of a temporary manager, since copying from channels last allocates an
   * array.
   */
  private <T> T copied(Function<NDManager, NDArray> source, Function<NDArray, T> read) {
    try (NDManager scratch = NDManager.newBaseManager(device(), ENGINE)) {
      return Gradients.withoutRecording(() -> read.apply(source.apply(scratch)));
    }
  }
}
