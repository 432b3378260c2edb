package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * DeepDream as in google/deepdream: gradient ascent on the pixels, from small to large. With x the
 * picture in [-1, 1], in each step of each octave
 *
 * <pre>
 * x ← clamp(x + stepSize · m · norm(∂objective/∂x))
 * </pre>
 *
 * <p>where the gradient is taken at the picture rolled by a random number of pixels, norm divides
 * it (or each of its bands, {@link ClassicOptions#bands}) by its mean absolute value, and m is the
 * mask. What an octave has added to the reduced picture is enlarged and added to that of the next.
 *
 * <p>A function of content, seed and options. Thread-safe.
 */
public final class ClassicDream implements Dreamer {
  private static final NativeFunction STEP =
      NativeFunction.of(
          "torch.clamp(torch.add(x, torch.mul(g, float(size))), -1., 1.)", "g", "x", "size");

  private static final NativeFunction MASKED_STEP =
      NativeFunction.of(
          "torch.clamp(torch.add(x, torch.mul(torch.mul(g, m), float(size))), -1., 1.)",
          "g",
          "x",
          "size",
          "m");

  /** The objective and how large its gradient is, in one transfer. */
  private static final NativeFunction SEEN =
      NativeFunction.of("torch.stack([torch.reshape(v, []), torch.amax(torch.abs(g))])", "v", "g");

  private final DreamFeatures features;
  private final DreamObjective objective;
  private final ClassicOptions options;

  /** Creates a dreamer. */
  public ClassicDream(DreamFeatures features, DreamObjective objective, ClassicOptions options) {
    this.features = features;
    this.objective = objective;
    this.options = options;
  }

  @Override
  public Picture apply(DreamContent content) {
    try (NDManager manager = NDManager.newBaseManager(features.device(), "PyTorch")) {
      return Gradients.withoutRecording(() -> new Run(content, manager).picture());
    }
  }

  /** One picture. */
  private final class Run {
    private final DreamContent content;
    private final NDManager manager;
    private final List<Octaves.Size> sizes;
    private final long steps;
    private DreamObjective prepared = objective;
    private long done;
    private boolean wanted = true;

    Run(DreamContent content, NDManager manager) {
      this.content = content;
      this.manager = manager;
      sizes = options.octaves().of(content.picture().height(), content.picture().width());
      steps = (long) sizes.size() * options.octaves().steps();
    }

    Picture picture() {
      NDArray detail = null;
      Picture result = content.picture();
      for (Octaves.Size size : sizes) {
        try (NDManager octave = manager.newSubManager()) {
          NDArray base = DreamArrays.of(content.picture(), features.channels(), size, octave);
          NDArray start = detail == null ? base : base.add(DreamArrays.resized(detail, base));
          NDArray dreamt = dreamt(start, size, octave);
          if (detail != null) {
            detail.close();
          }
          detail = dreamt.sub(base);
          detail.attach(manager);
          result = DreamArrays.picture(dreamt);
        }
      }
      return result;
    }

    private NDArray dreamt(NDArray start, Octaves.Size size, NDManager octave) {
      prepare(start);
      var ascent = new Ascent(features, prepared, options.tiles());
      ascent.check(size.height(), size.width());
      Picture mask = content.mask();
      NDArray shares = mask == null ? null : DreamArrays.shares(mask, size, octave);
      NDArray x = start;
      for (int i = 0; i < options.octaves().steps() && wanted; i++) {
        try (NDManager step = octave.newSubManager()) {
          NDArray given = x;
          x = next(ascent, given, shares, i, step);
          x.attach(octave);
          if (given != start) {
            given.close();
          }
        }
      }
      return x;
    }

    /** Takes a step; the result belongs to the step's manager. */
    private NDArray next(
        Ascent ascent, NDArray x, @Nullable NDArray shares, int index, NDManager step) {
      var random = CounterRandom.of(content.seed(), done);
      int rows = shift(random);
      int columns = shift(random);
      NDArray rolled = DreamArrays.rolled(x, rows, columns);
      rolled.attach(step);
      Ascent.Slope slope = options.leak().in(index, () -> ascent.of(rolled, random));
      double value = checked(slope);
      NDArray gradient =
          DreamArrays.rolled(
              GradientBands.normalised(slope.gradient(), options.bands()), -rows, -columns);
      NDArray size = HostValues.number(step, options.stepSize());
      NDArray changed =
          shares == null
              ? STEP.apply(gradient, x, size)
              : MASKED_STEP.apply(gradient, x, size, shares);
      done++;
      wanted = content.progress().step(done, steps, value, () -> DreamArrays.picture(changed));
      return changed;
    }

    private int shift(CounterRandom random) {
      return random.nextInt(2 * options.jitter() + 1) - options.jitter();
    }

    /** Of a picture that is too large at once, an objective is prepared on a smaller copy. */
    private void prepare(NDArray start) {
      long height = start.getShape().get(2);
      long width = start.getShape().get(3);
      double factor = options.tiles().side() / Math.sqrt((double) height * width);
      try (NDManager scratch = manager.newSubManager()) {
        NDArray shown = start;
        if (!options.tiles().leavesWhole(height, width)) {
          var like =
              scratch.zeros(
                  new Shape(1, 1, Math.round(height * factor), Math.round(width * factor)));
          shown = DreamArrays.resized(start, like);
        }
        shown = shown.duplicate();
        shown.attach(manager);
        prepared = prepared.prepared(features, shown);
        shown.close();
      }
    }

    /** The objective's value, if it has a gradient. */
    private double checked(Ascent.Slope slope) {
      float[] seen;
      try (NDArray both = SEEN.apply(slope.value(), slope.gradient())) {
        seen = both.toFloatArray();
      }
      return Stuck.checked(seen[0], seen[1], done);
    }
  }
}
