package org.atelier.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.atelier.data.EpochOrder;
import org.atelier.data.PrefetchOptions;
import org.atelier.data.Prefetcher;
import org.atelier.data.TrainingData;
import org.atelier.engine.ExecutionContext;
import org.atelier.files.NewFile;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Step;
import org.atelier.optim.GradientNorm;
import org.atelier.optim.GradientSum;
import org.atelier.options.OptionChecks;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * Trains any model: for every step, the model's phases in order, each one objective, its gradients
 * for the learners, one update.
 *
 * <p>What happens in step n is a function of the seed, n and the parameters before it. So a run
 * that was killed and resumed ends with the same bits as one never stopped, on one machine and
 * thread count.
 *
 * @param <B> the batch
 */
public final class TrainingLoop<B> {
  private static final String ENGINE = "PyTorch";
  private static final int FETCH_EVERY_ON_GPU = 20;

  private final GenerativeModel<B> model;
  private final TrainingData<? extends B> data;
  private final TrainingOptions options;
  private final List<LoopListener> listeners = new ArrayList<>();
  private PrefetchOptions prefetch = PrefetchOptions.defaults();
  private int fetchEvery;
  private Function<NDArray, float[]> transfer = NDArray::toFloatArray;

  /**
   * A loop; {@link #run} starts it.
   *
   * @param data of the model's batches, or of any that are such (labelled pictures for a model of
   *     pictures)
   */
  public TrainingLoop(
      GenerativeModel<B> model, TrainingData<? extends B> data, TrainingOptions options) {
    this.model = model;
    this.data = data;
    this.options = options;
  }

  /** Adds listeners, called in this order. */
  public TrainingLoop<B> with(LoopListener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  /** Loads as much in the background as these options say; no number of the run depends on it. */
  public TrainingLoop<B> prefetching(PrefetchOptions prefetch) {
    this.prefetch = prefetch;
    return this;
  }

  /**
   * Fetches the losses from the device every so many steps, in one transfer, and then checks that
   * they are finite; in between they stay there, and a step does not wait for the device. They are
   * fetched before each checkpoint too, so that none is written of a run that has diverged. {@code
   * losses.csv} has every step's values in any case, and no number of the run depends on it. The
   * default is 1 on a processor, where a fetch costs nothing, and 20 on a GPU.
   *
   * @param steps at least 1
   */
  public TrainingLoop<B> fetchingEvery(int steps) {
    fetchEvery = OptionChecks.atLeast(1, "steps", steps);
    return this;
  }

  /** Copies metrics to the host by this function, so that tests can count. */
  TrainingLoop<B> transferring(Function<NDArray, float[]> transfer) {
    this.transfer = transfer;
    return this;
  }

  /**
   * Trains from the beginning. A model that has parameters already (loaded, or trained before) goes
   * on from those instead of making new ones from the seed.
   *
   * @param folder where everything of the run goes: {@code run.json}, {@code losses.csv}, {@code
   *     checkpoints/} and what listeners add. Made if it is missing.
   * @throws IllegalArgumentException if the folder holds something already
   * @throws IOException if data cannot be read or results cannot be written
   * @throws TrainingException if the numbers are no longer finite
   */
  public LoopListener.Outcome run(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "Expected a folder for the run, but " + folder + " is a file; choose another");
    }
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw new IllegalArgumentException(
          "The folder "
              + folder
              + " is not empty; resume the run that is in it, or choose another folder");
    }
    checkPhases();
    EpochOrder order = order();
    model.initialize(options.seed());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(
          "The folder %s for the run cannot be made (%s); choose another".formatted(folder, e), e);
    }
    String fingerprint = data.fingerprint();
    // A run can be resumed from its very beginning, also one of a model that was given weights.
    Checkpoints.ofRun(folder).save(model, 0, options, fingerprint);
    return train(folder, fingerprint, order, 0);
  }

  /**
   * Goes on with a run from its last checkpoint (the first is written before the first step), to
   * the end that the options name. Model options, precision, batch size and seed must be those of
   * the run.
   *
   * @param folder of the run
   * @throws IOException if there is no run, or its checkpoint is damaged or does not fit
   * @throws IllegalArgumentException if the options or the data differ from the run's, or end
   *     before its last checkpoint
   */
  public LoopListener.Outcome resume(Path folder) throws IOException {
    Checkpoints.requireFolder(folder);
    Checkpoints checkpoints = Checkpoints.ofRun(folder);
    String fingerprint = data.fingerprint();
    JsonObject identity = ResumeCheck.identity(model, options, fingerprint);
    checkPhases();
    EpochOrder order = order();
    Checkpoint checkpoint = checkpoints.latest();
    ResumeCheck.require(
        folder, Checkpoint.GSON.toJsonTree(checkpoint.description()).getAsJsonObject(), identity);
    long done = checkpoint.description().step();
    if (totalSteps(order) < done) {
      throw new IllegalArgumentException(
          "The run in %s has done %s steps, but the options end at %s; ask for more, or start a new run"
              .formatted(folder, done, totalSteps(order)));
    }
    model.initialize(options.seed());
    Checkpoints.restore(model, checkpoint);
    NewFile.removeLeftovers(folder);
    return train(folder, fingerprint, order, done);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  private void checkPhases() {
    var names = new HashSet<String>();
    for (Phase<B> phase : model.phases()) {
      if (!names.add(phase.name())) {
        throw new IllegalArgumentException("The model has two phases named " + phase.name());
      }
      for (Network learner : phase.learners()) {
        if (!model.networks().contains(learner)) {
          throw new IllegalArgumentException(
              "The network \"%s\" learns in the phase \"%s\", but is none of the model's networks; pass it to the constructor of GenerativeModel"
                  .formatted(learner.name(), phase.name()));
        }
      }
    }
  }

  private EpochOrder order() {
    return new EpochOrder(data.size(), options.batchSize(), options.seed());
  }

  private long stepsPerEpoch(EpochOrder order) {
    return Math.max(1, order.batchesPerEpoch() / options.gradients().accumulation());
  }

  private long totalSteps(EpochOrder order) {
    return options.length().steps(stepsPerEpoch(order));
  }

  private LoopListener.Outcome train(
      Path folder, String fingerprint, EpochOrder order, long firstStep) throws IOException {
    var run =
        new TrainingRun(folder, model, options, firstStep, totalSteps(order), stepsPerEpoch(order));
    List<LoopListener> all = new ArrayList<>();
    all.add(new LossLog());
    all.add(new RunRecord(fingerprint));
    all.addAll(listeners);
    try (var session = new Session(run, fingerprint, all);
        var batches =
            new Prefetcher<>(
                data, order, firstStep * options.gradients().accumulation(), prefetch)) {
      // Where listeners draw samples and score, in the precision of the run, too.
      return ExecutionContext.inference()
          .withPrecision(options.precision())
          .run(() -> session.run(batches));
    }
  }

  /** One call of {@link #run} or {@link #resume}. */
  private final class Session implements AutoCloseable {
    private final TrainingRun run;
    private final String fingerprint;
    private final List<LoopListener> watching;
    private final Checkpoints checkpoints;
    private final PendingMetrics pending;
    private final int fetchInterval;
    private int started;
    private long done;

    Session(TrainingRun run, String fingerprint, List<LoopListener> watching) {
      this.run = run;
      this.fingerprint = fingerprint;
      this.watching = watching;
      checkpoints = Checkpoints.ofRun(run.folder());
      pending = new PendingMetrics(model.device(), transfer);
      int byDefault = model.device().isGpu() ? FETCH_EVERY_ON_GPU : 1;
      fetchInterval = fetchEvery > 0 ? fetchEvery : byDefault;
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
        @Nullable Exception another =
            end(new LoopListener.Outcome(RunStatus.FAILED, done, message));
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
          // The cause of what failed after it.
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
            "The run had done all its steps before; ask for more to go on");
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

    /** One step; gives the reason if a listener asks to stop. */
    private @Nullable String step(Prefetcher<? extends B> batches) throws IOException {
      long index = done;
      CounterRandom random = CounterRandom.of(options.seed(), "step").fork(index);
      // The engine's generator is process-wide and serves dropout alone.
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

    /** Brings pending metrics to the host, and ends the run if some step's were not finite. */
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

    /** Every listener that has started is notified of the end, also if one before it fails. */
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
  }

  /** Runs a phase: objectives, gradients for the learners, updates. */
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
