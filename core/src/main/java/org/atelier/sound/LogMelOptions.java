package org.atelier.sound;

/**
 * How a sound becomes a picture.
 *
 * @param sampleRate samples a second
 * @param windowSize samples of a window of the Fourier transform
 * @param hop samples from a frame to the next
 * @param frames the picture's width
 * @param mels the picture's height
 * @param lowest where the lowest filter begins, in hertz
 * @param highest where the highest filter ends, in hertz; at most half the sample rate
 * @param range what −1 and 1 stand for
 */
public record LogMelOptions(
    int sampleRate,
    int windowSize,
    int hop,
    int frames,
    int mels,
    double lowest,
    double highest,
    Decibels range) {
  /**
   * Levels, in decibels to a sine of amplitude 1.
   *
   * @param floor what is black, −1: silence and all that is less loud
   * @param ceiling what is white, 1
   */
  public record Decibels(double floor, double ceiling) {
    /** Checks the order. */
    public Decibels {
      if (!(floor < ceiling && Double.isFinite(ceiling - floor))) {
        throw new IllegalArgumentException(
            "floor must be below ceiling, but they were %s and %s".formatted(floor, ceiling));
      }
    }
  }

  /** Checks every value. */
  public LogMelOptions {
    atLeast(1000, "sampleRate", sampleRate);
    atLeast(2, "frames", frames);
    atLeast(1, "mels", mels);
    if (!(lowest >= 0 && lowest < highest && highest <= sampleRate / 2.0)) {
      throw new IllegalArgumentException(
          "lowest and highest must be from 0 to half the sample rate, %s, and in this order, but were %s and %s"
              .formatted(sampleRate / 2.0, lowest, highest));
    }
    if ((long) hop * (frames - 1) <= windowSize / 2) {
      throw new IllegalArgumentException(
          "%s frames of hop %s must be more than half a window of %s samples"
              .formatted(frames, hop, windowSize));
    }
  }

  /**
   * A second as 64×64: 16 kHz, windows of 1024 samples every 256, 64 mels from 0 to 8 kHz, −80 to
   * 10 decibels.
   */
  public static LogMelOptions defaults() {
    return new LogMelOptions(16_000, 1024, 256, 64, 64, 0, 8000, new Decibels(-80, 10));
  }

  /** The same in pictures of this height and width: bands of the scale, and frames in time. */
  public LogMelOptions withSize(int mels, int frames) {
    return new LogMelOptions(sampleRate, windowSize, hop, frames, mels, lowest, highest, range);
  }

  /** The same with this window and hop. */
  public LogMelOptions withWindow(int windowSize, int hop) {
    return new LogMelOptions(sampleRate, windowSize, hop, frames, mels, lowest, highest, range);
  }

  /** The same with another range of levels. */
  public LogMelOptions withRange(Decibels range) {
    return new LogMelOptions(sampleRate, windowSize, hop, frames, mels, lowest, highest, range);
  }

  /** Samples that just fill the picture. */
  public int samples() {
    return Math.multiplyExact(hop, frames - 1);
  }

  private static void atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %s, but was %s".formatted(name, least, value));
    }
  }
}
