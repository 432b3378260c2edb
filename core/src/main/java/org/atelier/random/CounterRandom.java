package org.atelier.random;

import java.util.random.RandomGenerator;

/**
 * A counter-based random number generator: the n-th number is a hash of (key, n), and the key is a
 * hash of the seed and the purpose of the numbers.
 *
 * <p>A run's randomness at step n is {@code CounterRandom.of(seed, purpose, n)}: it does not depend
 * on what was drawn before, on other threads or on the engine's process-wide generator, so a
 * resumed run draws what the uninterrupted one would have drawn. The hash is SplitMix64's finaliser
 * (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), which is
 * statistically sound but not cryptographically secure.
 *
 * <p>Not thread-safe; {@link #fork} one generator for each thread.
 */
public final class CounterRandom implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long key;
  private long counter;
  private boolean spareReady;
  private double spare;

  private CounterRandom(long key) {
    this.key = key;
  }

  /** Creates the generator of a seed and of further numbers that identify its purpose. */
  public static CounterRandom of(long seed, long... purpose) {
    var random = new CounterRandom(mix(seed + GOLDEN_GAMMA));
    for (long part : purpose) {
      random = random.fork(part);
    }
    return random;
  }

  /** Creates the generator of a seed and a name, for example a parameter's dotted path. */
  public static CounterRandom of(long seed, String name) {
    var random = of(seed, name.length());
    for (int i = 0; i < name.length(); i++) {
      random = random.fork(name.charAt(i));
    }
    return random;
  }

  /** Creates an independent generator, a function of this one's key and {@code purpose} alone. */
  public CounterRandom fork(long purpose) {
    return new CounterRandom(mix(key ^ mix(purpose * GOLDEN_GAMMA + 1)));
  }

  @Override
  public long nextLong() {
    return mix(key + GOLDEN_GAMMA * ++counter);
  }

  /** Returns a standard normal number, by the Box–Muller transform in strict arithmetic. */
  @Override
  public double nextGaussian() {
    if (spareReady) {
      spareReady = false;
      return spare;
    }
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    double angle = 2 * Math.PI * nextDouble();
    spare = radius * StrictMath.sin(angle);
    spareReady = true;
    return radius * StrictMath.cos(angle);
  }

  /** Returns {@code count} standard normal numbers. */
  public float[] gaussians(int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) nextGaussian();
    }
    return values;
  }

  /** Returns a random permutation of 0 to {@code count - 1} (Fisher–Yates shuffle). */
  public int[] permutation(int count) {
    var order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
