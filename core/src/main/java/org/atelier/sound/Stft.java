package org.atelier.sound;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;

/**
 * The short-time Fourier transform, computed by the engine, with a periodic Hann window. Frames are
 * centred: frame i is centred at sample i · hop, and the sound is padded by reflection, as with the
 * defaults of {@code torch.stft}.
 *
 * <p>Magnitudes are scaled by 2 / Σ window, so that a sine of amplitude 1 at the frequency of a bin
 * has magnitude 1 in that bin.
 */
public final class Stft {
  private final int windowSize;
  private final int hop;
  private final float[] window;
  private final NativeFunction magnitudes;

  /**
   * Creates a transform.
   *
   * @param windowSize the window size in samples, even and at least 4
   * @param hop the hop length in samples, from 1 to half the window, so that the inverse exists
   */
  public Stft(int windowSize, int hop) {
    if (windowSize < 4 || windowSize % 2 != 0) {
      throw new IllegalArgumentException(
          "windowSize must be even and at least 4, but was " + windowSize);
    }
    if (hop < 1 || hop > windowSize / 2) {
      throw new IllegalArgumentException(
          "hop must be from 1 to half the window, %s, but was %s".formatted(windowSize / 2, hop));
    }
    this.windowSize = windowSize;
    this.hop = hop;
    window = new float[windowSize];
    for (int i = 0; i < windowSize; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / windowSize));
    }
    magnitudes =
        NativeFunction.of(
            "torch.mul(torch.abs(%s), %s)".formatted(forward("x"), literal(scale())),
            "x",
            "window");
  }

  /** Returns the window size in samples. */
  public int windowSize() {
    return windowSize;
  }

  /** Returns the hop length in samples. */
  public int hop() {
    return hop;
  }

  /** Returns the number of frequency bins; bin k is k · rate / windowSize. */
  public int bins() {
    return windowSize / 2 + 1;
  }

  /** Returns the number of samples of this many frames, hop · (frames − 1). */
  public int samples(int frames) {
    return Math.multiplyExact(hop, frames - 1);
  }

  /**
   * Computes the magnitude spectrograms of sounds.
   *
   * @param waves (N, samples), float32, more than half a window of samples
   * @return (N, bins, 1 + samples / hop), not negative
   */
  public NDArray magnitudes(NDArray waves) {
    if (waves.getShape().dimension() != 2 || waves.getShape().get(1) <= windowSize / 2) {
      throw new IllegalArgumentException(
          "Expected sounds as (N, samples) with more than %s samples, but got %s"
              .formatted(windowSize / 2, waves.getShape()));
    }
    try (NDArray hann = window(waves.getManager())) {
      return magnitudes.apply(waves, hann);
    }
  }

  NDArray window(NDManager manager) {
    return HostValues.toArray(manager, window, new Shape(windowSize));
  }

  /** Returns 2 / Σ window; the sum of the window is half its length. */
  double scale() {
    return 4.0 / windowSize;
  }

  /** Returns the TorchScript text of the complex transform of (N, samples), unscaled. */
  String forward(String wave) {
    return "torch.stft(torch.pad(%s, [%s, %s], \"reflect\"), %s, %s, %s, window, False, True, True)"
        .formatted(wave, windowSize / 2, windowSize / 2, windowSize, hop, windowSize);
  }

  /** Returns the TorchScript text of the inverse, the least-squares estimate. */
  String inverse(String transform) {
    return "torch.istft(%s, %s, %s, %s, window, True, False, True, None, False)"
        .formatted(transform, windowSize, hop, windowSize);
  }

  /** Formats a number as a TorchScript literal, independent of the locale. */
  static String literal(double value) {
    return String.format(Locale.ROOT, "%.17e", value);
  }
}
