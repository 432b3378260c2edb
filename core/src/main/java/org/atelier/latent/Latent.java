package org.atelier.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.atelier.engine.HostValues;
import org.atelier.random.CounterRandom;

/**
 * The numbers that a picture is made from, as a vector to compute with: {@code a.minus(b).plus(c)}
 * carries over to c what a has and b lacks (Radford et al., arXiv:1511.06434, who take each of the
 * three as a mean of several latents).
 *
 * @param values at least one, all finite; copied
 */
public record Latent(float[] values) {
  private static final double SMALLEST_LIMIT = 0.01;

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException if there is none, or one is not finite
   */
  public Latent {
    values = values.clone();
    if (values.length == 0) {
      throw new IllegalArgumentException("A latent needs at least one value");
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "A latent's values must be finite, but one was " + value);
      }
    }
  }

  /**
   * Independent standard normal numbers: a function of the seed and the index.
   *
   * @param size how many, at least 1
   * @param index tells latents of one seed apart
   */
  public static Latent normal(int size, long seed, int index) {
    return new Latent(CounterRandom.of(seed, index).gaussians(size));
  }

  /**
   * As {@link #normal}, but no value further from 0 than a limit (the truncation trick of BigGAN,
   * Brock et al., arXiv:1809.11096): a value beyond it is drawn anew, from numbers of its own,
   * until it is not. The other values are those of {@link #normal}; with a large limit all are.
   *
   * @param size how many, at least 1
   * @param index tells latents of one seed apart
   * @param limit in deviations, at least 0.01: fewer draws than one in a hundred would be kept
   */
  public static Latent truncatedNormal(int size, long seed, int index, double limit) {
    if (!(limit >= SMALLEST_LIMIT)) {
      throw new IllegalArgumentException(
          "A truncation must be at least " + SMALLEST_LIMIT + ", but was " + limit);
    }
    float[] values = CounterRandom.of(seed, index).gaussians(size);
    for (int i = 0; i < size; i++) {
      CounterRandom anew = CounterRandom.of(seed, index, i);
      while (Math.abs(values[i]) > limit) {
        values[i] = (float) anew.nextGaussian();
      }
    }
    return new Latent(values);
  }

  /**
   * The mean, value by value.
   *
   * @throws IllegalArgumentException if there is none, or they differ in size
   */
  public static Latent mean(List<Latent> latents) {
    if (latents.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one latent, but got none");
    }
    var sum = new double[latents.get(0).values.length];
    for (Latent latent : latents) {
      latents.get(0).requireSizeOf(latent);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += latent.values[i];
      }
    }
    return of(sum.length, i -> sum[i] / latents.size());
  }

  private static Latent of(int size, IntToDoubleFunction value) {
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return new Latent(values);
  }

  /**
   * Latents for a network, (N, size).
   *
   * @param manager owns the array
   * @param latents at least one, of one size
   * @throws IllegalArgumentException if there is none, or they differ in size
   */
  public static NDArray toArray(NDManager manager, List<Latent> latents) {
    if (latents.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one latent, but got none");
    }
    int size = latents.get(0).values.length;
    var values = new float[Math.multiplyExact(latents.size(), size)];
    for (int i = 0; i < latents.size(); i++) {
      latents.get(0).requireSizeOf(latents.get(i));
      System.arraycopy(latents.get(i).values, 0, values, i * size, size);
    }
    return HostValues.toArray(manager, values, new Shape(latents.size(), size));
  }

  /** A copy of the values. */
  @Override
  public float[] values() {
    return values.clone();
  }

  /** How many numbers it has. */
  public int size() {
    return values.length;
  }

  /** a + b. */
  public Latent plus(Latent other) {
    requireSizeOf(other);
    return of(values.length, i -> (double) values[i] + other.values[i]);
  }

  /** a − b. */
  public Latent minus(Latent other) {
    requireSizeOf(other);
    return of(values.length, i -> (double) values[i] - other.values[i]);
  }

  /** Every value times a factor: the strength of a direction, or (below 1) nearer to the mean. */
  public Latent times(double factor) {
    return of(values.length, i -> values[i] * factor);
  }

  /** The Euclidean length, √Σ aᵢ²; near √size for a standard normal latent. */
  public double length() {
    return Math.sqrt(dot(this));
  }

  /** The inner product, Σ aᵢ bᵢ. */
  public double dot(Latent other) {
    requireSizeOf(other);
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (double) values[i] * other.values[i];
    }
    return sum;
  }

  /** x·a + y·b. */
  Latent combined(double x, Latent other, double y) {
    requireSizeOf(other);
    return of(values.length, i -> x * values[i] + y * other.values[i]);
  }

  private void requireSizeOf(Latent other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "Expected latents of one size, but got %s and %s values"
              .formatted(values.length, other.values.length));
    }
  }

  /** Whether every value is the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Latent that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Latent[" + values.length + " values]";
  }
}
