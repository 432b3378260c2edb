package org.atelier.model.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.atelier.engine.HostValues;
import org.atelier.random.CounterRandom;

/**
 * The inputs of an objective in one training step: the batch, random numbers, and values shared
 * with earlier phases. All arrays are freed at the end of the step.
 *
 * @param <B> the type of training batches
 */
public final class Step<B> {
  private final long index;
  private final B batch;
  private final NDManager manager;
  private final CounterRandom random;
  private final Map<Output<?>, Object> outputs = new IdentityHashMap<>();
  private long draws;

  /**
   * Creates a step.
   *
   * @param index the training step, counted from 0
   * @param batch the training batch, whose arrays belong to {@code manager}
   * @param manager owner of this step's arrays
   * @param random the random generator, a function of the run's seed and {@code index}
   */
  public Step(long index, B batch, NDManager manager, CounterRandom random) {
    this.index = index;
    this.batch = batch;
    this.manager = manager;
    this.random = random;
  }

  /** Returns the training step, counted from 0. */
  public long index() {
    return index;
  }

  /** Returns the training batch. */
  public B batch() {
    return batch;
  }

  /** Returns the manager that owns the step's arrays. */
  public NDManager manager() {
    return manager;
  }

  /**
   * Draws standard normal values, float32: a function of the seed, the step and the number of draws
   * before.
   */
  public NDArray normal(long... shape) {
    var wanted = new Shape(shape);
    return HostValues.toArray(manager, random().gaussians(Math.toIntExact(wanted.size())), wanted);
  }

  /** Draws uniform values in [0, 1), float32. */
  public NDArray uniform(long... shape) {
    var wanted = new Shape(shape);
    CounterRandom generator = random();
    var values = new float[Math.toIntExact(wanted.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = generator.nextFloat();
    }
    return HostValues.toArray(manager, values, wanted);
  }

  /**
   * Draws integers, uniform in [0, bound), int64.
   *
   * @param bound at least 1
   */
  public NDArray integers(int bound, long... shape) {
    var wanted = new Shape(shape);
    CounterRandom generator = random();
    var values = new long[Math.toIntExact(wanted.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = generator.nextInt(bound);
    }
    return HostValues.toArray(manager, values, wanted);
  }

  /** Returns the random generator of the next draw. */
  public CounterRandom random() {
    return random.fork(draws++);
  }

  /**
   * Returns a value that is computed at the first call in a step and shared by its phases, such as
   * the generated pictures of an adversarial model.
   *
   * @param output the key of the value
   * @param compute computes the value
   */
  @SuppressWarnings("unchecked") // An output's value has its type: only this method puts it there.
  public <T> T once(Output<T> output, Supplier<T> compute) {
    T value = (T) outputs.get(output);
    if (value == null) {
      value = compute.get();
      outputs.put(output, value);
    }
    return value;
  }
}
