package org.atelier.vae.vq;

/**
 * The adaptive frequencies of an arithmetic coder, as integers with their sum. They are updated by
 * every symbol, so that encoder and decoder, which start from the same frequencies, stay equal.
 */
final class Frequencies {
  /** The sum at which all frequencies are halved, so that it fits in the coder's interval. */
  static final int MOST = 1 << 16;

  private static final int START = 1 << 14;
  private static final int GROWTH = 32;

  private final int[] counts;
  private int total;

  /**
   * Frequencies proportional to non-negative weights, at least 1 of each symbol.
   *
   * @param weights at least one, at most 2^13
   */
  Frequencies(float[] weights) {
    if (weights.length == 0 || weights.length > START / 2) {
      throw new IllegalArgumentException(
          "Expected 1 to %s symbols, but got %s".formatted(START / 2, weights.length));
    }
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    counts = new int[weights.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = 1 + (sum > 0 ? (int) (weights[i] / sum * (START - counts.length)) : 0);
      total += counts[i];
    }
  }

  int symbols() {
    return counts.length;
  }

  int total() {
    return total;
  }

  int count(int symbol) {
    return counts[symbol];
  }

  /** The sum of the counts before a symbol's. */
  int before(int symbol) {
    int sum = 0;
    for (int i = 0; i < symbol; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** The symbol whose part of the cumulative sum contains this position. */
  int at(int position) {
    int symbol = 0;
    int left = position;
    while (left >= counts[symbol]) {
      left -= counts[symbol++];
    }
    return symbol;
  }

  /** Updates the frequencies by a symbol. */
  void add(int symbol) {
    counts[symbol] += GROWTH;
    total += GROWTH;
    if (total > MOST) {
      total = 0;
      for (int i = 0; i < counts.length; i++) {
        counts[i] = (counts[i] + 1) / 2;
        total += counts[i];
      }
    }
  }
}
