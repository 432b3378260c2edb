package org.atelier.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Precision;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;

/**
 * A model's training steps, one after another, as {@link org.atelier.train.TrainingLoop} does them
 * without accumulation, clipping and listeners.
 *
 * @param <B> the batch
 */
final class TrainingSteps<B> implements Steps {
  private static final long SEED = 0;

  private final GenerativeModel<B> model;
  private final Batches<B> batches;
  private final ExecutionContext context;
  private long index;
  private float lastLoss;

  /** Where batches come from; each is of one step, and dies with its manager. */
  @FunctionalInterface
  interface Batches<B> {
    B next(NDManager scope) throws IOException;
  }

  TrainingSteps(GenerativeModel<B> model, Precision precision, Batches<B> batches) {
    context = ExecutionContext.inference().withPrecision(precision);
    this.model = model;
    this.batches = batches;
    model.initialize(SEED);
  }

  /**
   * Runs {@code count} steps and gives the nanoseconds that they took. Only the last step's loss is
   * read: that waits for the device once, whatever the count.
   */
  @Override
  public long run(int count) throws IOException {
    return context.run(
        () -> {
          long start = System.nanoTime();
          for (int i = 1; i <= count; i++) {
            step(i == count);
          }
          return System.nanoTime() - start;
        });
  }

  private void step(boolean last) throws IOException {
    CounterRandom random = CounterRandom.of(SEED, "step").fork(index);
    Engine.getEngine("PyTorch").setRandomSeed((int) random.nextLong());
    try (NDManager scope = NDManager.newBaseManager(model.device())) {
      var step = new Step<>(index, batches.next(scope), scope, random.fork(0));
      for (Phase<B> phase : model.phases()) {
        if (phase.active().test(index)) {
          Objective objective = phase.learn(step);
          if (last) {
            lastLoss = objective.total().getFloat();
          }
        }
      }
    }
    index++;
  }

  /** The loss of the last phase of the last step; a number that is not finite did no real work. */
  @Override
  public float lastLoss() {
    return lastLoss;
  }

  @Override
  public void close() {
    model.close();
  }
}
