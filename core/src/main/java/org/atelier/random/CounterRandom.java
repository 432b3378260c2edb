package org.atelier.random;

import java.util.random.RandomGenerator;

/**
 * A counter-based random generator: the n-th number is a hash of (key, n), and the key is a hash of
 * what the numbers are for.
 *
 * <p>A run's randomness at step n is {@code CounterRandom.of(seed, purpose, n)}: it does not depend
 * on what was drawn before, on other threads or on the engine's process-wide generator, so a
 * resumed run draws what the uninterrupted one would have drawn. The hash is SplitMix64's finaliser
 * (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), which is
 * good enough for pictures and useless for cryptography.
 *
 * <p>Not thread-safe; {@link #fork} one for every thread.
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

  /** The generator of a seed and of any further numbers that say what it is for. */
  public static CounterRandom of(long seed, long... purpose) {
    var random = new CounterRandom(mix(seed + GOLDEN_GAMMA));
    for (long part : purpose) {
      random = random.fork(part);
    }
    return random;
  }

  /** The generator of a seed and a name (a parameter's path, say). */
  public static CounterRandom of(long seed, String name) {
    var random = of(seed, name.length());
    for (int i = 0; i < name.length(); i++) {
      random = random.fork(name.charAt(i));
    }
    return random;
  }

  /** An independent generator, a function of this one's key and of {@code purpose} alone. */
  public CounterRandom fork(long purpose) {
    return new CounterRandom(mix(key ^ mix(purpose * GOLDEN_GAMMA + 1)));
  }

  @Override
  public long nextLong() {
    return mix(key + GOLDEN_GAMMA * ++counter);
  }

  /** A standard normal number, by Box and Muller's method in strict arithmetic. */
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

  /** Standard normal numbers. */
  public float[] gaussians(int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) nextGaussian();
    }
    return values;
  }

  /** The numbers 0 to {@code count - 1} in random order (Fisher and Yates' shuffle). */
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
