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
 * What an objective sees of a training step: the batch, random numbers, and what earlier phases
 * computed. Everything dies with the step; only floats leave it.
 *
 * @param <B> the batch
 */
public final class Step<B> {
  private final long index;
  private final B batch;
  private final NDManager manager;
  private final CounterRandom random;
  private final Map<Output<?>, Object> outputs = new IdentityHashMap<>();
  private long draws;

  /**
   * A step.
   *
   * @param index counted from 0
   * @param batch its arrays belong to {@code manager}
   * @param manager of this step alone
   * @param random a function of the run's seed and {@code index}
   */
  public Step(long index, B batch, NDManager manager, CounterRandom random) {
    this.index = index;
    this.batch = batch;
    this.manager = manager;
    this.random = random;
  }

  /** Counted from 0. */
  public long index() {
    return index;
  }

  /** The training examples. */
  public B batch() {
    return batch;
  }

  /** The step's manager. */
  public NDManager manager() {
    return manager;
  }

  /** Standard normal numbers: a function of the seed, the step and how many draws came before. */
  public NDArray normal(long... shape) {
    var wanted = new Shape(shape);
    return HostValues.toArray(manager, random().gaussians(Math.toIntExact(wanted.size())), wanted);
  }

  /** Uniform numbers in [0, 1). */
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
   * Whole numbers in [0, bound), each equally likely; int64.
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

  /** The generator of the next draw. */
  public CounterRandom random() {
    return random.fork(draws++);
  }

  /**
   * What {@code compute} gives, computed at the first call in a step and shared by its phases: most
   * adversarial models judge the same fakes in both.
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
