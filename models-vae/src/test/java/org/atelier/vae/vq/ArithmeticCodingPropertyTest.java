package org.atelier.vae.vq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.atelier.random.CounterRandom;

/** What is coded is decoded, at the length that the shares promise. */
class ArithmeticCodingPropertyTest {
  private static byte[] encoded(int[] symbols, float[] weights) {
    var encoder = new ArithmeticEncoder();
    var frequencies = new Frequencies(weights);
    for (int symbol : symbols) {
      encoder.encode(symbol, frequencies);
    }
    return encoder.finish();
  }

  private static int[] decoded(byte[] bytes, int count, float[] weights) throws IOException {
    var decoder = new ArithmeticDecoder(bytes);
    var frequencies = new Frequencies(weights);
    var symbols = new int[count];
    for (int i = 0; i < count; i++) {
      symbols[i] = decoder.decode(frequencies);
    }
    return symbols;
  }

  @Property(tries = 300)
  void what_is_coded_is_decoded(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 600) int alphabet,
      @ForAll @IntRange(min = 0, max = 3000) int count,
      @ForAll @IntRange(min = 0, max = 3) int skew)
      throws IOException {
    var random = CounterRandom.of(seed);
    var weights = new float[alphabet];
    for (int i = 0; i < alphabet; i++) {
      weights[i] = (float) Math.pow(random.nextFloat(), 4 * skew);
    }
    var symbols = new int[count];
    for (int i = 0; i < count; i++) {
      symbols[i] = (int) (alphabet * Math.pow(random.nextDouble(), 1 + skew));
    }
    assertThat(decoded(encoded(symbols, weights), count, weights)).isEqualTo(symbols);
  }

  @Property(tries = 200)
  void any_bytes_are_decoded_to_known_symbols_or_refused(
      @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 50) int alphabet) {
    var weights = new float[alphabet];
    Arrays.fill(weights, 1);
    var decoder = new ArithmeticDecoder(bytes);
    var frequencies = new Frequencies(weights);
    try {
      for (int i = 0; i < 1000; i++) {
        assertThat(decoder.decode(frequencies)).isBetween(0, alphabet - 1);
      }
    } catch (IOException e) {
      assertThat(e).hasMessage("the codes end too early");
    }
  }

  @Example
  void a_frequent_symbol_costs_little_and_equal_ones_their_logarithm() {
    var weights = new float[256];
    Arrays.fill(weights, 1);
    var random = CounterRandom.of(1);
    int[] any = random.ints(4000, 0, 256).toArray();
    // 8 bits each; what the frequencies learn of noise costs some percent.
    assertThat(encoded(any, weights).length).isBetween(4000, 4300);
    // At first 8 bits, in the end a hundredth.
    assertThat(encoded(new int[4000], weights).length).isLessThan(300);
    weights[7] = 1e9f;
    int[] sevens = new int[40];
    Arrays.fill(sevens, 7);
    assertThat(encoded(sevens, weights).length).isLessThanOrEqualTo(2);
  }
}
