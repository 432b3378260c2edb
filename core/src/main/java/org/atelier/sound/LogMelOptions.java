package org.atelier.sound;

import org.atelier.options.OptionChecks;

/**
 * How a sound becomes a log-mel spectrogram.
 *
 * @param sampleRate samples per second, at least 1000
 * @param window of the short-time Fourier transform
 * @param mels mel bands: the picture's height, at least 1
 * @param frames of the transform: the picture's width, at least 2
 * @param band the frequencies that the mel filters cover
 * @param range the levels that -1 and 1 stand for
 */
public record LogMelOptions(
    int sampleRate, Window window, int mels, int frames, Band band, Decibels range) {
  /**
   * The window of the short-time Fourier transform; {@link Stft} checks it.
   *
   * @param size in samples, even and at least 4
   * @param hop samples from one frame to the next, from 1 to half the size
   */
  public record Window(int size, int hop) {}

  /**
   * A range of frequencies.
   *
   * @param lowest where the lowest filter begins, in hertz, at least 0
   * @param highest where the highest filter ends, in hertz; at most half the sample rate
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
   * Levels, in decibels relative to a sine of amplitude 1.
   *
   * @param floor is black, -1, as is every lower level and silence
   * @param ceiling is white, 1
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
          "band must end at half the sample rate, %s Hz, or below, but ends at %s Hz"
              .formatted(sampleRate / 2.0, band.highest()));
    }
    if ((long) window.hop() * (frames - 1) <= window.size() / 2) {
      throw new IllegalArgumentException(
          "%s frames of hop %s must be more than half a window of %s samples"
              .formatted(frames, window.hop(), window.size()));
    }
  }

  /**
   * One second as 64×64: 16 kHz, windows of 1024 samples every 256, 64 mel bands from 0 to 8 kHz,
   * -80 to 10 decibels.
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

  /** The number of samples that fills the picture exactly. */
  public int samples() {
    return Math.multiplyExact(window.hop(), frames - 1);
  }
}
