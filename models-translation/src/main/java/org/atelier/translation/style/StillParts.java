package org.atelier.translation.style;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;

/**
 * Keeps what stands still in a film from flickering: where a frame is like the one before, nine
 * tenths of its result are the result before, so that small changes come in over some frames.
 */
public final class StillParts {
  /**
   * a and b are the frames, y the new result, p the one before, all (1, 3, H, W) in [-1, 1]. With d
   * the mean difference of 5×5 pixels, in the channel that differs most, the new result's share is
   * 1 − 0.9·exp(−(d / 0.16)²).
   */
  private static final NativeFunction MIXED =
      NativeFunction.of(
          "p + (y - p) * (1.0 - 0.9 * torch.exp(torch.neg(torch.square(torch.avg_pool2d("
              + "torch.amax(torch.abs(a - b), [1], True), [5, 5], [1, 1], [2, 2], False, False,"
              + " None) / 0.16))))",
          "p",
          "y",
          "a",
          "b");

  private StillParts() {}

  /**
   * Returns a frame's result in which still parts are mostly those of the frame before.
   *
   * @param made the result, (3, H, W)
   * @param content the frame, of any size
   * @param previous the frame before and its result, of any size
   * @return (3, H, W)
   */
  public static Picture kept(
      Picture made, Picture content, StyleContent.Previous previous, Device device) {
    return Gradients.withoutRecording(
        () -> {
          try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
            NDArray before = sized(previous.result(), made, manager);
            NDArray mixed =
                MIXED.apply(
                    before,
                    sized(made, made, manager),
                    sized(content, made, manager),
                    sized(previous.content(), made, manager));
            return Picture.of(mixed.squeeze(0));
          }
        });
  }

  private static NDArray sized(Picture picture, Picture like, NDManager manager) {
    Picture resized = Resizer.BILINEAR.resize(picture.toRgb(), like.height(), like.width());
    return resized.toArray(manager).expandDims(0);
  }
}
