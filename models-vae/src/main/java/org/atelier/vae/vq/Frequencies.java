package org.atelier.vae.vq;

/**
 * How often each symbol is thought to come, as whole numbers of a known sum, with their running
 * sums; what an arithmetic coder divides its interval by. They grow with what has come, so that
 * coder and decoder, which begin with the same numbers, go on with the same.
 */
final class Frequencies {
  /** Where the sum is halved, so that the coder's interval always has room for it. */
  static final int MOST = 1 << 16;

  private static final int START = 1 << 14;
  private static final int GROWTH = 32;

  private final int[] counts;
  private int total;

  /**
   * Frequencies after weights that are not negative: each symbol has at least one.
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

  /** The symbol whose part of the sum has this place. */
  int at(int place) {
    int symbol = 0;
    int left = place;
    while (left >= counts[symbol]) {
      left -= counts[symbol++];
    }
    return symbol;
  }

  /** Learns that a symbol has come. */
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
