package org.atelier.sound;

import java.util.Locale;

/**
 * A mel filter bank: triangular filters, evenly spaced on the mel scale of the Hidden Markov Model
 * Toolkit (HTK), {@code mel = 2595 · log₁₀(1 + f / 700)}. Each rises from the centre of its lower
 * neighbour to 1 at its own and falls to 0 at the centre of its upper neighbour, linearly in hertz:
 * torchaudio's {@code mel_scale="htk", norm=None}.
 */
final class MelFilters {
  private MelFilters() {}

  static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /**
   * Returns the filter bank as a matrix.
   *
   * @return (mels, bins) in row-major order; row 0 is the highest band
   * @throws IllegalArgumentException if a filter is so narrow that it contains no bin
   */
  static float[] matrix(LogMelOptions options) {
    int bins = options.window().size() / 2 + 1;
    int mels = options.mels();
    double from = mel(options.band().lowest());
    double step = (mel(options.band().highest()) - from) / (mels + 1);
    var matrix = new float[mels * bins];
    for (int band = 0; band < mels; band++) {
      double left = hertz(from + band * step);
      double centre = hertz(from + (band + 1) * step);
      double right = hertz(from + (band + 2) * step);
      double sum = 0;
      for (int k = 0; k < bins; k++) {
        double f = (double) k * options.sampleRate() / options.window().size();
        double weight =
            Math.max(0, Math.min((f - left) / (centre - left), (right - f) / (right - centre)));
        matrix[(mels - 1 - band) * bins + k] = (float) weight;
        sum += weight;
      }
      if (sum == 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "The filter from %.0f to %.0f Hz contains no bin, since bins are %.1f Hz apart; choose fewer mels or a larger window",
                left,
                right,
                (double) options.sampleRate() / options.window().size()));
      }
    }
    return matrix;
  }
}
