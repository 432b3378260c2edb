package org.atelier.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of one call of {@link TrainingLoop#run} or {@link TrainingLoop#resume}: in each step
 * the active phases in order, then metrics, listeners and checkpoints.
 *
 * @param <B> the type of training batches
 */
final class TrainingSession<B> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingSession.class);
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

  /** The step of the newest checkpoint. */
  private long saved;

  /** Whether the model is in the middle of a step, where its state is that of no step. */
  private boolean inStep;

  /** Whether a checkpoint is being written. */
  private boolean saving;

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
    saved = done;
  }

  LoopListener.Outcome run(Prefetcher<? extends B> batches) throws IOException {
    LoopListener.Outcome outcome;
    try {
      for (LoopListener listener : watching) {
        listener.onStart(run);
        started++;
      }
      outcome = checkedSteps(batches);
    } catch (IOException | RuntimeException | Error failure) {
      Throwable e = failure;
      if (!Files.isDirectory(run.folder())) {
        e =
            new IOException(
                "The folder %s was deleted while the run was writing into it; the run cannot go on, start it again"
                    .formatted(run.folder()),
                failure);
      }
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      @Nullable Exception another = end(new LoopListener.Outcome(RunStatus.FAILED, done, message));
      if (another != null) {
        e.addSuppressed(another);
      }
      if (e instanceof IOException written && e != failure) {
        throw written;
      }
      throw failure;
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
    } catch (IOException | RuntimeException | Error e) {
      try {
        deliver();
        saveAfterFailure(e);
      } catch (TrainingException diverged) {
        if (e == diverged) {
          throw diverged;
        }
        // The first failure is the cause.
        diverged.addSuppressed(e);
        throw diverged;
      } catch (IOException | RuntimeException | Error another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  /**
   * Writes a checkpoint of the last step, so that a run that fails by its data, a listener or a
   * lack of memory can go on from there. Does nothing if the model's state is in the middle of a
   * step, if the run has diverged, or if writing is what failed.
   */
  private void saveAfterFailure(Throwable failure) throws IOException {
    boolean possible =
        done > saved
            && !inStep
            && !saving
            && !(failure instanceof TrainingException)
            && Files.isDirectory(run.folder());
    if (possible) {
      save();
      LOG.info("The run in {} failed; its {} steps are saved", run.folder(), done);
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
    while (done < run.totalSteps() && stop == null) {
      stop = step(batches);
      if (done % options.checkpoints().every() == 0) {
        save();
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
      inStep = true;
      for (Phase<B> phase : model.phases()) {
        if (phase.active().test(index)) {
          learn(phase, parts, index, report);
        }
      }
      done++;
      inStep = false;
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
    if (!Files.isDirectory(run.folder())) {
      throw new NoSuchFileException(run.folder().toString());
    }
    saving = true;
    Checkpoint checkpoint = checkpoints.save(model, done, options, fingerprint);
    saving = false;
    saved = done;
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
