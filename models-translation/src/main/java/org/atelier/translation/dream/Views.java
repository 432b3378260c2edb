package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.options.OptionChecks;

/**
 * Random views of a picture, so that a dream on a {@link FourierDream Fourier canvas} becomes one
 * that a network recognises also when it is moved, scaled and turned a little, and not a pattern
 * that depends on single pixels ("Feature Visualization"). The view is padded, shifted by up to
 * half the jitter in each direction, scaled, turned, shifted again, and cropped by both jitters;
 * all in one bilinear sampling, mirrored beyond the picture.
 *
 * @param pad pixels that are added at each side, at least 0
 * @param jitter the range of the first shift in pixels, at least 0
 * @param scaling views are scaled by 1 − scaling to 1 + scaling, in [0, 1)
 * @param rotation views are turned by −rotation to rotation degrees, at least 0
 * @param lastJitter the range of the second shift in pixels, at least 0
 */
public record Views(int pad, int jitter, double scaling, double rotation, int lastJitter) {
  /** Bilinear (0), mirrored at the outer edges of the pixels (2). */
  private static final NativeFunction SAMPLE =
      NativeFunction.of(
          "torch.grid_sampler(x, torch.affine_grid_generator(torch.expand(t, [torch.size(x, 0), 2, 3]),"
              + " [torch.size(x, 0), torch.size(x, 1), torch.add(torch.size(x, 2), int(more)),"
              + " torch.add(torch.size(x, 3), int(more))], False), 0, 2, False)",
          "x",
          "t",
          "more");

  /** Checks the numbers. */
  public Views {
    OptionChecks.atLeast(0, "pad", pad);
    OptionChecks.atLeast(0, "jitter", jitter);
    OptionChecks.share("scaling", scaling);
    OptionChecks.notNegative("rotation", rotation);
    OptionChecks.atLeast(0, "lastJitter", lastJitter);
  }

  /** Pad 12, jitter 8, scaling 0.1, rotation 10°, last jitter 4. */
  public static Views defaults() {
    return new Views(12, 8, 0.1, 10, 4);
  }

  /** The picture as it is. */
  public static Views none() {
    return new Views(0, 0, 0, 0, 0);
  }

  /** Returns a copy with another number of pixels that are added at each side, at least 0. */
  public Views withPad(int pad) {
    return new Views(pad, jitter, scaling, rotation, lastJitter);
  }

  /** Returns a copy with another range of the first shift in pixels, at least 0. */
  public Views withJitter(int jitter) {
    return new Views(pad, jitter, scaling, rotation, lastJitter);
  }

  /** Returns a copy with another scaling, in [0, 1). */
  public Views withScaling(double scaling) {
    return new Views(pad, jitter, scaling, rotation, lastJitter);
  }

  /** Returns a copy with another rotation in degrees, at least 0. */
  public Views withRotation(double rotation) {
    return new Views(pad, jitter, scaling, rotation, lastJitter);
  }

  /** Returns a copy with another range of the second shift in pixels, at least 0. */
  public Views withLastJitter(int lastJitter) {
    return new Views(pad, jitter, scaling, rotation, lastJitter);
  }

  /**
   * Makes a view, the same of all pictures of a batch, differentiable by them if the thread
   * records.
   *
   * @param pictures (N, C, H, W)
   * @param random draws two shifts, a scale, an angle and two shifts, in this order
   * @return (N, C, H + d, W + d) with d = 2·pad − jitter − lastJitter
   */
  public NDArray of(NDArray pictures, RandomGenerator random) {
    if (equals(none())) {
      return pictures;
    }
    double x = random.nextInt(jitter + 1) - jitter / 2.;
    double y = random.nextInt(jitter + 1) - jitter / 2.;
    double scale = 1 + scaling * (2 * random.nextDouble() - 1);
    double angle = Math.toRadians(rotation * (2 * random.nextDouble() - 1));
    double lastX = random.nextInt(lastJitter + 1) - lastJitter / 2.;
    double lastY = random.nextInt(lastJitter + 1) - lastJitter / 2.;
    int more = 2 * pad - jitter - lastJitter;
    Shape shape = pictures.getShape();
    double height = shape.get(2);
    double width = shape.get(3);
    if (height + more < 1 || width + more < 1) {
      throw new IllegalArgumentException(
          "A jitter of %s and %s pixels leaves nothing of a picture of %s×%s"
              .formatted(jitter, lastJitter, shape.get(2), shape.get(3)));
    }
    // From a position p of the view to the picture's: q = R (p + last) / scale + first.
    double cos = StrictMath.cos(angle) / scale;
    double sin = StrictMath.sin(angle) / scale;
    double shiftX = cos * lastX - sin * lastY + x;
    double shiftY = sin * lastX + cos * lastY + y;
    var transform =
        new float[] {
          (float) (cos * (width + more) / width),
          (float) (-sin * (height + more) / width),
          (float) (shiftX * 2 / width),
          (float) (sin * (width + more) / height),
          (float) (cos * (height + more) / height),
          (float) (shiftY * 2 / height)
        };
    var manager = pictures.getManager();
    try (NDArray t = HostValues.toArray(manager, transform, new Shape(1, 2, 3));
        NDArray size = HostValues.number(manager, more)) {
      return SAMPLE.apply(pictures, t, size);
    }
  }
}
