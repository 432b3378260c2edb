package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.options.OptionChecks;

/**
 * An endless fall into a dream: each frame is the dream of the one before, enlarged and turned
 * about its middle.
 *
 * @param frames how many, at least 1; the first is the dream of the picture itself
 * @param factor by which a frame is enlarged before the next dream, positive; less than 1 draws
 *     back (the picture is mirrored at its edges)
 * @param degrees by which a frame is turned counter-clockwise, finite
 */
public record Zoom(int frames, double factor, double degrees) {
  /** Bicubic (2), mirrored at the outer edges of the pixels (2). */
  private static final NativeFunction SAMPLE =
      NativeFunction.of(
          "torch.clamp(torch.grid_sampler(x, torch.affine_grid_generator(t, torch.size(x), False), 2, 2, False), -1., 1.)",
          "x",
          "t");

  /** Receives the frames of a film, in order. */
  @FunctionalInterface
  public interface Frames {
    /** Takes a frame. */
    void add(Picture frame) throws IOException;
  }

  /** Checks the numbers. */
  public Zoom {
    OptionChecks.atLeast(1, "frames", frames);
    OptionChecks.positive("factor", factor);
    if (!Double.isFinite(degrees)) {
      throw new IllegalArgumentException("degrees must be finite, but was " + degrees);
    }
  }

  /** 30 frames, each enlarged by 5 %. */
  public static Zoom defaults() {
    return new Zoom(30, 1.05, 0);
  }

  /** Returns a copy with another number of frames, at least 1. */
  public Zoom withFrames(int frames) {
    return new Zoom(frames, factor, degrees);
  }

  /** Returns a copy with another factor, positive. */
  public Zoom withFactor(double factor) {
    return new Zoom(frames, factor, degrees);
  }

  /** Returns a copy with another angle in degrees. */
  public Zoom withDegrees(double degrees) {
    return new Zoom(frames, factor, degrees);
  }

  /**
   * Dreams all frames. Frame n draws the random numbers of the content's seed plus n.
   *
   * @param content the picture; a mask stays where it is
   * @throws IOException if the frames cannot be written
   */
  public void run(Dreamer dreamer, DreamContent content, Frames frames) throws IOException {
    Picture picture = content.picture();
    for (int i = 0; i < this.frames; i++) {
      Picture dreamt = dreamer.apply(content.withPicture(picture).withSeed(content.seed() + i));
      frames.add(dreamt);
      picture = enlarged(dreamt);
    }
  }

  /** The middle of a picture, enlarged and turned. */
  Picture enlarged(Picture picture) {
    double height = picture.height();
    double width = picture.width();
    double cos = StrictMath.cos(Math.toRadians(degrees)) / factor;
    double sin = StrictMath.sin(Math.toRadians(degrees)) / factor;
    var transform =
        new float[] {
          (float) cos, (float) (-sin * height / width), 0,
          (float) (sin * width / height), (float) cos, 0
        };
    try (NDManager scratch = NDManager.newBaseManager("PyTorch")) {
      NDArray x =
          HostValues.toArray(
              scratch,
              picture.values(),
              new Shape(1, picture.channels(), picture.height(), picture.width()));
      return DreamArrays.picture(
          SAMPLE.apply(x, HostValues.toArray(scratch, transform, new Shape(1, 2, 3))));
    }
  }
}
