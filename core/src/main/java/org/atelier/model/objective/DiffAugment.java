package org.atelier.model.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/**
 * DiffAugment (Zhao et al., arXiv:2006.10738): differentiable random augmentation of the
 * discriminator's inputs, real and generated. It prevents the discriminator from overfitting to
 * small data sets without the generator learning the augmentation. With the augmentation T,
 *
 * <pre>
 * D minimises  E f_D(−D(T(x))) + E f_D(D(T(G(z))))
 * G minimises  E f_G(−D(T(G(z))))
 * </pre>
 *
 * <p>T applies the enabled transformations to each picture independently, in this order:
 *
 * <ul>
 *   <li>colour: adds b, uniform in [-½, ½) (brightness); multiplies the deviation of every channel
 *       from the pixel's mean by a factor uniform in [0, 2) (saturation); multiplies the deviation
 *       of every value from the picture's mean by a factor uniform in [½, 1½) (contrast);
 *   <li>translation: shifts the picture by up to a fraction of its sides, with zero padding;
 *   <li>cutout: sets a rectangle, whose sides are a fraction of the picture's, to 0; it may extend
 *       beyond the border.
 * </ul>
 *
 * <p>In an objective, apply it to both real and generated pictures before the discriminator:
 *
 * <pre>{@code
 * NDArray real = discriminator().forward(augment.apply(step, step.batch().images()));
 * NDArray fake = discriminator().forward(augment.apply(step, fake(step).stopGradient()));
 * }</pre>
 *
 * @param colour whether brightness, saturation and contrast are changed
 * @param translation the largest shift as a fraction of a side, in [0, 1]; 0 for none
 * @param cutout the sides of the rectangle as a fraction of the picture's, in [0, 1]; 0 for none
 */
public record DiffAugment(boolean colour, double translation, double cutout) {
  private static final NativeFunction BRIGHTNESS =
      NativeFunction.of("torch.add(x, amount)", "x", "amount");

  private static final NativeFunction SATURATION = aroundMean("[1]");
  private static final NativeFunction CONTRAST = aroundMean("[1, 2, 3]");

  // Pixel i of the result is pixel rows[i] of x, if there is one: else the mask is 0.
  private static final NativeFunction MOVE =
      NativeFunction.of(
          """
          torch.mul(torch.mul(torch.gather(torch.gather(x,
              2, torch.expand(rows, [-1, torch.size(x, 1), -1, torch.size(x, 3)])),
              3, torch.expand(columns, [-1, torch.size(x, 1), torch.size(x, 2), -1])),
              inRows), inColumns)\
          """,
          "x",
          "rows",
          "columns",
          "inRows",
          "inColumns");

  private static final NativeFunction CUT =
      NativeFunction.of(
          "torch.mul(x, torch.rsub(torch.mul(rows, columns), 1))", "x", "rows", "columns");

  /** Checks that both fractions are in [0, 1]. */
  public DiffAugment {
    checkShare("translation", translation);
    checkShare("cutout", cutout);
  }

  private static void checkShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], but was " + share);
    }
  }

  private static NativeFunction aroundMean(String axes) {
    String mean = "torch.mean(x, " + axes + ", True)";
    return NativeFunction.of(
        "torch.add(torch.mul(torch.sub(x, %s), factor), %s)".formatted(mean, mean), "x", "factor");
  }

  /** Returns the paper's augmentation: colour, translation by up to ⅛, a cutout of ½. */
  public static DiffAugment defaults() {
    return new DiffAugment(true, 0.125, 0.5);
  }

  /** Returns the identity. */
  public static DiffAugment none() {
    return new DiffAugment(false, 0, 0);
  }

  /** Returns a copy with changes of colour, or without. */
  public DiffAugment withColour(boolean colour) {
    return new DiffAugment(colour, translation, cutout);
  }

  /** Returns a copy with shifts of up to this fraction of a side, in [0, 1]. */
  public DiffAugment withTranslation(double translation) {
    return new DiffAugment(colour, translation, cutout);
  }

  /** Returns a copy with cutouts of this fraction of a side, in [0, 1]. */
  public DiffAugment withCutout(double cutout) {
    return new DiffAugment(colour, translation, cutout);
  }

  /**
   * Augments pictures with random numbers of the step, which differ for every call. Values may
   * leave [-1, 1].
   *
   * @param step the source of random numbers
   * @param pictures (N, C, H, W); the result is twice differentiable with respect to them
   * @return augmented pictures of the same shape; {@code pictures} itself if no transformation is
   *     enabled, in which case no random numbers are drawn
   * @throws IllegalArgumentException if {@code pictures} has another shape
   */
  public NDArray apply(Step<?> step, NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4) {
      throw new IllegalArgumentException(
          "Expected pictures (N, C, H, W) to augment, but their shape was " + shape);
    }
    if (equals(none())) {
      return pictures;
    }
    var draw = new Draw(step.random(), step.manager(), shape);
    NDArray x = pictures;
    if (colour) {
      x = BRIGHTNESS.apply(x, draw.perPicture(-0.5f, 0.5f));
      x = SATURATION.apply(x, draw.perPicture(0, 2));
      x = CONTRAST.apply(x, draw.perPicture(0.5f, 1.5f));
    }
    if (translation > 0) {
      Draw.Moved rows = draw.moved(2, translation);
      Draw.Moved columns = draw.moved(3, translation);
      x = MOVE.apply(x, rows.from(), columns.from(), rows.inside(), columns.inside());
    }
    if (cutout > 0) {
      x = CUT.apply(x, draw.stretches(2, cutout), draw.stretches(3, cutout));
    }
    return x;
  }

  /** The random numbers of one call, as arrays that broadcast to (N, C, H, W). */
  private record Draw(CounterRandom random, NDManager manager, Shape pictures) {
    /**
     * The source index of every pixel along an axis, and 1 where it is inside the picture, else 0.
     */
    record Moved(NDArray from, NDArray inside) {}

    private int count() {
      return Math.toIntExact(pictures.get(0));
    }

    private int length(int axis) {
      return Math.toIntExact(pictures.get(axis));
    }

    /** The shape of one value for each index of an axis. */
    private Shape along(int axis) {
      var shape = new long[] {pictures.get(0), 1, 1, 1};
      shape[axis] = pictures.get(axis);
      return new Shape(shape);
    }

    /** Draws (N, 1, 1, 1), uniform in [from, to). */
    NDArray perPicture(float from, float to) {
      var values = new float[count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = from + (to - from) * random.nextFloat();
      }
      return HostValues.toArray(manager, values, new Shape(values.length, 1, 1, 1));
    }

    /** Draws shifts by whole pixels, uniform in [−most, most]. */
    Moved moved(int axis, double share) {
      int length = length(axis);
      int most = (int) (length * share + 0.5);
      var from = new long[count() * length];
      var inside = new float[from.length];
      for (int i = 0; i < count(); i++) {
        int shift = random.nextInt(2 * most + 1) - most;
        for (int j = 0; j < length; j++) {
          int source = j + shift;
          from[i * length + j] = Math.max(0, Math.min(length - 1, source));
          inside[i * length + j] = source >= 0 && source < length ? 1 : 0;
        }
      }
      return new Moved(
          HostValues.toArray(manager, from, along(axis)),
          HostValues.toArray(manager, inside, along(axis)));
    }

    /** Draws an interval of an axis, whose centre is inside the picture: 1 on it, 0 elsewhere. */
    NDArray stretches(int axis, double share) {
      int length = length(axis);
      int size = (int) (length * share + 0.5);
      var values = new float[count() * length];
      for (int i = 0; i < count(); i++) {
        int start = random.nextInt(length + 1 - size % 2) - size / 2;
        int from = i * length + Math.max(0, start);
        Arrays.fill(values, from, i * length + Math.max(0, Math.min(length, start + size)), 1);
      }
      return HostValues.toArray(manager, values, along(axis));
    }
  }
}
