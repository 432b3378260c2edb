package org.atelier.sound;

import org.atelier.options.OptionChecks;

/**
 * Options of log-mel spectrograms.
 *
 * @param sampleRate the sample rate in hertz, at least 1000
 * @param window the window of the short-time Fourier transform
 * @param mels the number of mel bands: the picture's height, at least 1
 * @param frames the number of frames of the transform: the picture's width, at least 2
 * @param band the frequency range of the mel filters
 * @param range the levels in decibels that are mapped to -1 and 1
 */
public record LogMelOptions(
    int sampleRate, Window window, int mels, int frames, Band band, Decibels range) {
  /**
   * The window of the short-time Fourier transform; {@link Stft} checks it.
   *
   * @param size the window size in samples, even and at least 4
   * @param hop the hop length in samples, from 1 to half the size
   */
  public record Window(int size, int hop) {}

  /**
   * A frequency range.
   *
   * @param lowest the lower edge of the lowest filter in hertz, at least 0
   * @param highest the upper edge of the highest filter in hertz, at most half the sample rate
   */
  public record Band(double lowest, double highest) {
    /** Checks the order. */
    public Band {
      if (!(lowest >= 0 && lowest < highest && Double.isFinite(highest))) {
        throw new IllegalArgumentException(
            "lowest must be at least 0 and below highest, but they were %s and %s"
                .formatted(lowest, highest));
      }
    }
  }

  /**
   * A range of levels in decibels, relative to a sine of amplitude 1.
   *
   * @param floor the level that is mapped to -1 (black); lower levels are clamped to it
   * @param ceiling the level that is mapped to 1 (white); higher levels are clamped to it
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
    OptionChecks.atLeast(1000, "sampleRate", sampleRate);
    OptionChecks.atLeast(2, "frames", frames);
    OptionChecks.atLeast(1, "mels", mels);
    if (band.highest() > sampleRate / 2.0) {
      throw new IllegalArgumentException(
          "band must end at or below half the sample rate, %s Hz, but ends at %s Hz"
              .formatted(sampleRate / 2.0, band.highest()));
    }
    if ((long) window.hop() * (frames - 1) <= window.size() / 2) {
      throw new IllegalArgumentException(
          "%s frames with hop %s must span more than half a window of %s samples"
              .formatted(frames, window.hop(), window.size()));
    }
  }

  /**
   * Returns spectrograms of 64×64 for one second: 16 kHz, window size 1024, hop length 256, 64 mel
   * bands from 0 to 8 kHz, -80 to 10 decibels.
   */
  public static LogMelOptions defaults() {
    return new LogMelOptions(
        16_000, new Window(1024, 256), 64, 64, new Band(0, 8000), new Decibels(-80, 10));
  }

  /** Returns a copy with this sample rate in hertz, at least 1000. */
  public LogMelOptions withSampleRate(int sampleRate) {
    return new LogMelOptions(sampleRate, window, mels, frames, band, range);
  }

  /** Returns a copy with this window. */
  public LogMelOptions withWindow(Window window) {
    return new LogMelOptions(sampleRate, window, mels, frames, band, range);
  }

  /** Returns a copy with this many mel bands, the picture's height; at least 1. */
  public LogMelOptions withMels(int mels) {
    return new LogMelOptions(sampleRate, window, mels, frames, band, range);
  }

  /** Returns a copy with this many frames, the picture's width; at least 2. */
  public LogMelOptions withFrames(int frames) {
    return new LogMelOptions(sampleRate, window, mels, frames, band, range);
  }

  /** Returns a copy with this range of frequencies. */
  public LogMelOptions withBand(Band band) {
    return new LogMelOptions(sampleRate, window, mels, frames, band, range);
  }

  /** Returns a copy with this range of levels. */
  public LogMelOptions withRange(Decibels range) {
    return new LogMelOptions(sampleRate, window, mels, frames, band, range);
  }

  /** Returns the number of samples of a picture's frames. */
  public int samples() {
    return Math.multiplyExact(window.hop(), frames - 1);
  }
}
