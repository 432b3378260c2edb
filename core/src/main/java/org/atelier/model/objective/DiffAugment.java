package org.atelier.model.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/**
 * DiffAugment (Zhao et al., arXiv:2006.10738): what the discriminator sees, real and generated
 * alike, is changed at random in ways that a derivative passes through, so that it cannot learn few
 * pictures by heart, and the generator does not learn the changes. With T the changes,
 *
 * <pre>
 * D minimises  E f_D(−D(T(x))) + E f_D(D(T(G(z))))
 * G minimises  E f_G(−D(T(G(z))))
 * </pre>
 *
 * <p>T does, for every picture by itself, in this order, what of it is asked for:
 *
 * <ul>
 *   <li>colour: adds b, b uniform in [-½, ½); multiplies the distance of every channel to the
 *       pixel's mean with a number in [0, 2) (saturation); multiplies the distance of every value
 *       to the picture's mean with a number in [½, 1½) (contrast);
 *   <li>translation: moves the picture by up to a share of its sides; where nothing is left, 0;
 *   <li>cutout: sets a rectangle, a share of the sides long, to 0; part of it may lie outside.
 * </ul>
 *
 * <p>In an objective, real and generated pictures both go through it before the discriminator:
 *
 * <pre>{@code
 * NDArray real = discriminator().forward(augment.apply(step, step.batch().images()));
 * NDArray fake = discriminator().forward(augment.apply(step, fake(step).stopGradient()));
 * }</pre>
 *
 * @param colour whether brightness, saturation and contrast change
 * @param translation the largest shift as a share of a side, in [0, 1]; 0 for none
 * @param cutout the sides of the rectangle as a share of the picture's, in [0, 1]; 0 for none
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

  /** Checks the shares. */
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

  /** The paper's: colour, translation by up to ⅛, a cutout of ½. */
  public static DiffAugment defaults() {
    return new DiffAugment(true, 0.125, 0.5);
  }

  /** No change at all. */
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
   * The changed pictures; every call draws anew from the step. Values may leave [-1, 1].
   *
   * @param pictures (N, C, H, W); a derivative by them passes through, also a second one
   * @return of the same shape; {@code pictures} itself, if nothing is asked for: then nothing is
   *     drawn either
   * @throws IllegalArgumentException if the shape is another
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

  /** One call's random numbers, as arrays that stretch to (N, C, H, W). */
  private record Draw(CounterRandom random, NDManager manager, Shape pictures) {
    /** Where the pixels along an axis come from, and 1 where they come from inside. */
    record Moved(NDArray from, NDArray inside) {}

    private int count() {
      return Math.toIntExact(pictures.get(0));
    }

    private int length(int axis) {
      return Math.toIntExact(pictures.get(axis));
    }

    /** The shape of one number for each place along an axis. */
    private Shape along(int axis) {
      var shape = new long[] {pictures.get(0), 1, 1, 1};
      shape[axis] = pictures.get(axis);
      return new Shape(shape);
    }

    /** (N, 1, 1, 1), uniform in [from, to). */
    NDArray perPicture(float from, float to) {
      var values = new float[count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = from + (to - from) * random.nextFloat();
      }
      return HostValues.toArray(manager, values, new Shape(values.length, 1, 1, 1));
    }

    /** Shifts by whole pixels, each from −most to most equally likely. */
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

    /** 1 on a stretch of an axis, 0 elsewhere; its middle may be anywhere inside. */
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
