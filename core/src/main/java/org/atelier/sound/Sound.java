package org.atelier.sound;

import java.util.Arrays;

/**
 * A sound of one channel on the Java heap.
 *
 * @param sampleRate samples a second, from 1,000 to 768,000
 * @param samples float32 in [-1, 1]; not copied
 */
public record Sound(int sampleRate, float[] samples) {
  private static final int LEAST_RATE = 1000;
  private static final int MOST_RATE = 768_000;

  /** Zero crossings of the interpolating sinc at either side. */
  private static final int CROSSINGS = 16;

  /** Checks that there is a sound, at a rate that sounds have. */
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

  /** How long it is. */
  public double seconds() {
    return (double) samples.length / sampleRate;
  }

  /** The largest magnitude of a sample. */
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
   * The same sound at another rate: interpolated by a sinc in a Hann window of 16 zero crossings,
   * which takes away what lies above half the lower of the two rates. It may overshoot [-1, 1] a
   * little.
   */
  public Sound atRate(int rate) {
    if (rate == sampleRate) {
      return this;
    }
    long count = ((long) samples.length * rate + sampleRate - 1) / sampleRate;
    var result = new float[Math.toIntExact(count)];
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

  /** The rate and the length, and nothing of the samples. */
  @Override
  public String toString() {
    return "Sound[%s samples at %s Hz]".formatted(samples.length, sampleRate);
  }

  /** Whether the rate and every sample are the same. */
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
