package org.atelier.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.atelier.data.Prefetcher;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.objective.Step;
import org.atelier.optim.GradientNorm;
import org.atelier.optim.GradientSum;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one call of {@link TrainingLoop#run} or {@link TrainingLoop#resume}: in each step
 * the active phases in order, then metrics, listeners and checkpoints.
 *
 * @param <B> the type of training batches
 */
final class TrainingSession<B> implements AutoCloseable {
  private static final String ENGINE = "PyTorch";

  private final TrainingRun run;
  private final GenerativeModel<B> model;
  private final TrainingOptions options;
  private final String fingerprint;
  private final List<LoopListener> watching;
  private final Checkpoints checkpoints;
  private final PendingMetrics pending;
  private final int fetchInterval;
  private final Function<NDArray, float[]> transfer;
  private int started;
  private long done;

  /**
   * Creates a session.
   *
   * @param run the run of {@code model}
   * @param fingerprint fingerprint of the training data
   * @param watching the listeners, in the order of their calls
   * @param fetchInterval interval of transfers of metrics to the host, in steps
   * @param transfer copies metrics to the host
   */
  TrainingSession(
      TrainingRun run,
      GenerativeModel<B> model,
      String fingerprint,
      List<LoopListener> watching,
      int fetchInterval,
      Function<NDArray, float[]> transfer) {
    this.run = run;
    this.model = model;
    this.fingerprint = fingerprint;
    this.watching = watching;
    this.fetchInterval = fetchInterval;
    this.transfer = transfer;
    options = run.options();
    checkpoints = Checkpoints.ofRun(run.folder());
    pending = new PendingMetrics(model.device(), transfer);
    done = run.firstStep();
  }

  LoopListener.Outcome run(Prefetcher<? extends B> batches) throws IOException {
    LoopListener.Outcome outcome;
    try {
      for (LoopListener listener : watching) {
        listener.onStart(run);
        started++;
      }
      outcome = checkedSteps(batches);
    } catch (IOException | RuntimeException | Error e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      @Nullable Exception another = end(new LoopListener.Outcome(RunStatus.FAILED, done, message));
      if (another != null) {
        e.addSuppressed(another);
      }
      throw e;
    }
    @Nullable Exception failure = end(outcome);
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    }
    return outcome;
  }

  private LoopListener.Outcome checkedSteps(Prefetcher<? extends B> batches) throws IOException {
    try {
      return steps(batches);
    } catch (IOException | RuntimeException e) {
      try {
        deliver();
      } catch (TrainingException diverged) {
        // The first failure is the cause.
        diverged.addSuppressed(e);
        throw diverged;
      } catch (IOException | RuntimeException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  private LoopListener.Outcome steps(Prefetcher<? extends B> batches) throws IOException {
    if (done == run.totalSteps()) {
      return new LoopListener.Outcome(
          RunStatus.COMPLETED,
          done,
          "The run had already done all its steps; set a greater length to continue");
    }
    @Nullable String stop = null;
    long saved = done;
    while (done < run.totalSteps() && stop == null) {
      stop = step(batches);
      if (done % options.checkpoints().every() == 0) {
        save();
        saved = done;
      }
    }
    if (saved < done) {
      save();
    }
    return stop == null
        ? new LoopListener.Outcome(RunStatus.COMPLETED, done, "")
        : new LoopListener.Outcome(RunStatus.STOPPED, done, stop);
  }

  /** Runs one step; returns the reason if a listener requests to stop. */
  private @Nullable String step(Prefetcher<? extends B> batches) throws IOException {
    long index = done;
    CounterRandom random = CounterRandom.of(options.seed(), "step").fork(index);
    // The engine's generator is process-wide and used by dropout only.
    Engine.getEngine(ENGINE).setRandomSeed((int) random.nextLong());
    var report = new StepReport(run, index, transfer);
    try (NDManager scope = NDManager.newBaseManager(model.device(), ENGINE)) {
      List<Step<B>> parts = new ArrayList<>(options.gradients().accumulation());
      for (int i = 0; i < options.gradients().accumulation(); i++) {
        parts.add(new Step<>(index, batches.next(scope), scope, random.fork(i)));
      }
      for (Phase<B> phase : model.phases()) {
        if (phase.active().test(index)) {
          learn(phase, parts, index, report);
        }
      }
      done++;
      pending.add(report);
      if (pending.size() >= fetchInterval) {
        deliver();
      }
      for (LoopListener listener : watching) {
        listener.onStep(report);
      }
      if (done % run.stepsPerEpoch() == 0) {
        for (LoopListener listener : watching) {
          listener.onEpoch(done / run.stepsPerEpoch());
        }
      }
    }
    return report.stopReason();
  }

  /** Transfers pending metrics to the host, and ends the run if a loss is not finite. */
  private void deliver() throws IOException {
    if (pending.size() == 0) {
      return;
    }
    List<StepMetrics> steps = pending.fetch();
    int finite = NanGuard.finite(steps);
    if (finite > 0) {
      for (LoopListener listener : watching) {
        listener.onMetrics(steps.subList(0, finite));
      }
    }
    if (finite < steps.size()) {
      throw NanGuard.failure(steps.get(finite));
    }
  }

  private void save() throws IOException {
    deliver();
    Checkpoint checkpoint = checkpoints.save(model, done, options, fingerprint);
    for (LoopListener listener : watching) {
      listener.onCheckpoint(checkpoint);
    }
  }

  @Override
  public void close() {
    pending.close();
  }

  /** Calls onEnd of every listener that has started, also if an earlier one fails. */
  private @Nullable Exception end(LoopListener.Outcome outcome) {
    @Nullable Exception failure = null;
    for (LoopListener listener : watching.subList(0, started)) {
      try {
        listener.onEnd(outcome);
      } catch (IOException | RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    return failure;
  }

  /** Runs a phase: computes objectives and gradients, and updates the learners. */
  private void learn(Phase<B> phase, List<Step<B>> parts, long index, StepReport report) {
    @Nullable NDList sum = null;
    for (Step<B> part : parts) {
      Phase.Derivative derivative = phase.differentiate(part, 1.0 / parts.size());
      report.add(phase.name(), derivative.objective());
      sum = sum == null ? derivative.gradients() : GradientSum.add(sum, derivative.gradients());
    }
    NDList gradients = Objects.requireNonNull(sum);
    Double most = options.gradients().maxNorm();
    if (most == null) {
      report.addGradients(phase.name(), () -> GradientNorm.of(gradients));
    } else {
      NDArray norm = GradientNorm.clip(gradients, most);
      report.addGradients(phase.name(), () -> norm);
    }
    phase.update(gradients, index);
  }
}
