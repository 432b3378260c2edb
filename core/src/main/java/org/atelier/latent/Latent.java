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
 * The latent vector z that a picture is generated from, with vector arithmetic: {@code
 * a.minus(b).plus(c)} adds to c the attribute that a has and b lacks (Radford et al.,
 * arXiv:1511.06434, who use the mean of several latents for each of the three).
 *
 * @param values at least one value, all finite; copied
 */
public record Latent(float[] values) {
  private static final double SMALLEST_LIMIT = 0.01;

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException if there is no value, or a value is not finite
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
   * Samples a latent from the standard normal distribution: a function of the seed and the index.
   *
   * @param size the number of values, at least 1
   * @param seed the random seed
   * @param index the number of the latent among those of the seed
   */
  public static Latent normal(int size, long seed, int index) {
    return new Latent(CounterRandom.of(seed, index).gaussians(size));
  }

  /**
   * Samples a latent from a truncated standard normal distribution (the truncation trick of BigGAN,
   * Brock et al., arXiv:1809.11096): values outside [-limit, limit] are resampled. Values within
   * the limit equal those of {@link #normal}.
   *
   * @param size the number of values, at least 1
   * @param seed the random seed
   * @param index the number of the latent among those of the seed
   * @param limit the truncation threshold in standard deviations, at least 0.01; below, fewer than
   *     one draw in a hundred would be accepted
   */
  public static Latent truncatedNormal(int size, long seed, int index, double limit) {
    if (!(limit >= SMALLEST_LIMIT)) {
      throw new IllegalArgumentException(
          "The truncation threshold must be at least " + SMALLEST_LIMIT + ", but was " + limit);
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
   * Returns the mean of latents.
   *
   * @throws IllegalArgumentException if the list is empty, or the sizes differ
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
   * Copies latents to the engine as the input of a network, (N, size), float32.
   *
   * @param manager owns the array
   * @param latents at least one, of one size
   * @throws IllegalArgumentException if the list is empty, or the sizes differ
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

  /** Returns a copy of the values. */
  @Override
  public float[] values() {
    return values.clone();
  }

  /** Returns the number of values. */
  public int size() {
    return values.length;
  }

  /** Returns a + b. */
  public Latent plus(Latent other) {
    requireSizeOf(other);
    return of(values.length, i -> (double) values[i] + other.values[i]);
  }

  /** Returns a − b. */
  public Latent minus(Latent other) {
    requireSizeOf(other);
    return of(values.length, i -> (double) values[i] - other.values[i]);
  }

  /**
   * Multiplies every value by a factor: scales a direction, or (below 1) moves towards the mean.
   */
  public Latent times(double factor) {
    return of(values.length, i -> values[i] * factor);
  }

  /** Returns the Euclidean norm, √Σ aᵢ²; about √size for a standard normal latent. */
  public double length() {
    return Math.sqrt(dot(this));
  }

  /** Returns the inner product, Σ aᵢ bᵢ. */
  public double dot(Latent other) {
    requireSizeOf(other);
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (double) values[i] * other.values[i];
    }
    return sum;
  }

  /** Returns x·a + y·b. */
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

  /** Returns whether all values are equal. */
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
