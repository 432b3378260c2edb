package org.atelier.sound;

import java.util.Arrays;

/**
 * A mono sound on the Java heap.
 *
 * @param sampleRate the sample rate in hertz, from 1,000 to 768,000
 * @param samples at least one sample, float32 in [-1, 1]; not copied
 */
public record Sound(int sampleRate, float[] samples) {
  private static final int LEAST_RATE = 1000;
  private static final int MOST_RATE = 768_000;

  private static final int MOST_SAMPLES = Integer.MAX_VALUE - 8;

  /** Zero crossings of the windowed sinc at each side. */
  private static final int CROSSINGS = 16;

  /** Checks the sample rate and that there is at least one sample. */
  public Sound {
    if (sampleRate < LEAST_RATE || sampleRate > MOST_RATE) {
      throw new IllegalArgumentException(
          "sampleRate must be from %s to %s, but was %s"
              .formatted(LEAST_RATE, MOST_RATE, sampleRate));
    }
    if (samples.length == 0) {
      throw new IllegalArgumentException("A sound needs at least one sample, but has none");
    }
  }

  /** Returns the duration in seconds. */
  public double seconds() {
    return (double) samples.length / sampleRate;
  }

  /** Returns the peak amplitude: the largest absolute value of a sample. */
  public float peak() {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  /** Returns a copy of this many samples: truncated, or padded with silence at the end. */
  public Sound withLength(int length) {
    return length == samples.length ? this : new Sound(sampleRate, Arrays.copyOf(samples, length));
  }

  /**
   * Resamples to another sample rate by a Hann-windowed sinc filter of 16 zero crossings, which
   * removes frequencies above half the lower of the two rates. The result may slightly exceed [-1,
   * 1].
   *
   * @throws IllegalArgumentException if the result would have more samples than an array can hold
   */
  public Sound atRate(int rate) {
    if (countAt(rate) > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "%s samples at %s Hz would be %s at %s Hz; expected at most %s"
              .formatted(samples.length, sampleRate, countAt(rate), rate, MOST_SAMPLES));
    }
    return atRate(rate, MOST_SAMPLES);
  }

  private long countAt(int rate) {
    return ((long) samples.length * rate + sampleRate - 1) / sampleRate;
  }

  /** As {@link #atRate(int)}, but computes at most this many samples, the first. */
  Sound atRate(int rate, int most) {
    if (rate == sampleRate) {
      return this;
    }
    var result = new float[(int) Math.min(countAt(rate), most)];
    double band = Math.min(1, (double) rate / sampleRate);
    double reach = CROSSINGS / band;
    for (int i = 0; i < result.length; i++) {
      double place = (double) i * sampleRate / rate;
      int first = Math.max(0, (int) Math.ceil(place - reach));
      int last = Math.min(samples.length - 1, (int) Math.floor(place + reach));
      double sum = 0;
      for (int k = first; k <= last; k++) {
        double away = place - k;
        double window = 0.5 + 0.5 * Math.cos(Math.PI * away / reach);
        sum += samples[k] * window * band * sinc(band * away);
      }
      result[i] = (float) sum;
    }
    return new Sound(rate, result);
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** Returns the sample rate and the length alone. */
  @Override
  public String toString() {
    return "Sound[%s samples at %s Hz]".formatted(samples.length, sampleRate);
  }

  /** Returns whether the sample rates and all samples are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Sound that
        && sampleRate == that.sampleRate
        && Arrays.equals(samples, that.samples);
  }

  @Override
  public int hashCode() {
    return 31 * sampleRate + Arrays.hashCode(samples);
  }
}
