package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;

/** Conversions between pictures and arrays. */
final class DreamArrays {
  private static final NativeFunction ROLL =
      NativeFunction.of("torch.roll(x, [int(rows), int(columns)], [2, 3])", "x", "rows", "columns");

  private static final NativeFunction AS_LARGE =
      NativeFunction.of(
          "torch._upsample_bilinear2d_aa(x, [torch.size(like, 2), torch.size(like, 3)], False)",
          "x",
          "like");

  private DreamArrays() {}

  /** A picture of another size as (1, C, H, W), with the network's channels. */
  static NDArray of(Picture picture, int channels, Octaves.Size size, NDManager manager) {
    Picture given = picture.withChannels(channels);
    boolean same = given.height() == size.height() && given.width() == size.width();
    Picture resized =
        same ? given : Resizer.BICUBIC.resize(given, size.height(), size.width()).clamped();
    return HostValues.toArray(
        manager, resized.values(), new Shape(1, channels, size.height(), size.width()));
  }

  /** A mask of another size as shares (1, 1, H, W) in [0, 1]. */
  static NDArray shares(Picture mask, Octaves.Size size, NDManager manager) {
    Picture resized =
        mask.height() == size.height() && mask.width() == size.width()
            ? mask
            : Resizer.BILINEAR.resize(mask, size.height(), size.width());
    var shares = new float[resized.values().length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.max(0, Math.min(1, (resized.values()[i] + 1) / 2));
    }
    return HostValues.toArray(manager, shares, new Shape(1, 1, size.height(), size.width()));
  }

  /** Rolled down by rows and right by columns. */
  static NDArray rolled(NDArray x, int rows, int columns) {
    try (NDArray down = HostValues.number(x.getManager(), rows);
        NDArray right = HostValues.number(x.getManager(), columns)) {
      return ROLL.apply(x, down, right);
    }
  }

  /** Resized to the height and width of another array. */
  static NDArray resized(NDArray x, NDArray like) {
    return AS_LARGE.apply(x, like);
  }

  /** The picture of an array (1, C, H, W). */
  static Picture picture(NDArray x) {
    Shape shape = x.getShape();
    return new Picture(
        Math.toIntExact(shape.get(1)),
        Math.toIntExact(shape.get(2)),
        Math.toIntExact(shape.get(3)),
        x.toFloatArray());
  }
}
