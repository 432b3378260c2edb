package org.atelier.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.data.EpochOrder;
import org.atelier.data.PrefetchOptions;
import org.atelier.data.Prefetcher;
import org.atelier.data.TrainingData;
import org.atelier.engine.Gradients;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.GradientNorm;
import org.atelier.optim.GradientSum;
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
  private final GenerativeModel<B> model;
  private final TrainingData<B> data;
  private final TrainingOptions options;
  private final List<LoopListener> listeners = new ArrayList<>();

  /** A loop; {@link #run} starts it. */
  public TrainingLoop(GenerativeModel<B> model, TrainingData<B> data, TrainingOptions options) {
    this.model = model;
    this.data = data;
    this.options = options;
  }

  /** Adds listeners, called in this order. */
  public TrainingLoop<B> with(LoopListener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  /**
   * Trains from the beginning.
   *
   * @param folder where everything of the run goes: {@code run.json}, {@code losses.csv}, {@code
   *     checkpoints/} and what listeners add. Made if it is missing.
   * @throws IllegalArgumentException if the folder holds something already
   * @throws IOException if data cannot be read or results cannot be written
   * @throws TrainingException if the numbers are no longer finite
   */
  public LoopListener.Outcome run(Path folder) throws IOException {
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new IllegalArgumentException(
          "The folder "
              + folder
              + " is not empty; resume the run that is in it, or choose another folder");
    }
    EpochOrder order = order();
    model.initialize(options.seed());
    Files.createDirectories(folder);
    return train(folder, order, 0);
  }

  /**
   * Goes on with a run from its last checkpoint, to the end that the options name. Model options,
   * batch size and seed must be those of the run.
   *
   * @throws IOException if there is no checkpoint, or it does not fit
   * @throws IllegalArgumentException if the options or the data differ from the run's
   */
  public LoopListener.Outcome resume(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(folder);
    ResumeCheck.require(checkpoint, model, options, data.fingerprint());
    EpochOrder order = order();
    model.initialize(options.seed());
    Checkpoints.restore(model, checkpoint);
    return train(folder, order, checkpoint.description().step());
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  private EpochOrder order() {
    return new EpochOrder(data.size(), options.batchSize(), options.seed());
  }

  private LoopListener.Outcome train(Path folder, EpochOrder order, long firstStep)
      throws IOException {
    long stepsPerEpoch = Math.max(1, order.batchesPerEpoch() / options.accumulation());
    Long steps = options.steps();
    long totalSteps = steps != null ? steps : stepsPerEpoch * options.epochs();
    var run = new TrainingRun(folder, model, options, firstStep, totalSteps, stepsPerEpoch);
    List<LoopListener> all = new ArrayList<>();
    // The guard comes first: nobody should draw pictures of a broken network.
    all.add(new NanGuard(1));
    all.add(new LossLog());
    all.add(new RunRecord(data.fingerprint()));
    all.addAll(listeners);
    var session = new Session(run, all);
    try (var batches =
        new Prefetcher<>(
            data, order, firstStep * options.accumulation(), PrefetchOptions.defaults())) {
      return session.run(batches);
    }
  }

  /** One call of {@link #run} or {@link #resume}. */
  private final class Session {
    private final TrainingRun run;
    private final List<LoopListener> watching;
    private final Checkpoints checkpoints;
    private long done;

    Session(TrainingRun run, List<LoopListener> watching) {
      this.run = run;
      this.watching = watching;
      checkpoints = Checkpoints.ofRun(run.folder());
      done = run.firstStep();
    }

    LoopListener.Outcome run(Prefetcher<B> batches) throws IOException {
      String status = "failed";
      String message = "";
      try {
        for (LoopListener listener : watching) {
          listener.onStart(run);
        }
        @Nullable String stop = null;
        long saved = run.firstStep();
        while (done < run.totalSteps() && stop == null) {
          stop = step(batches);
          if (done % options.checkpointEvery() == 0) {
            save();
            saved = done;
          }
        }
        if (saved < done) {
          save();
        }
        status = stop == null ? "completed" : "stopped";
        message = stop == null ? "" : stop;
      } catch (IOException | RuntimeException e) {
        message = String.valueOf(e.getMessage());
        throw e;
      } finally {
        end(new LoopListener.Outcome(status, done, message));
      }
      return new LoopListener.Outcome(status, done, message);
    }

    /** One step; gives the reason if a listener asks to stop. */
    private @Nullable String step(Prefetcher<B> batches) throws IOException {
      long index = done;
      CounterRandom random = CounterRandom.of(options.seed(), "step").fork(index);
      // The engine's generator is process-wide and serves dropout alone.
      Engine.getEngine("PyTorch").setRandomSeed((int) random.nextLong());
      var report = new StepReport(run, index);
      try (NDManager scope = NDManager.newBaseManager(model.device())) {
        List<Step<B>> parts = new ArrayList<>(options.accumulation());
        for (int i = 0; i < options.accumulation(); i++) {
          parts.add(new Step<>(index, batches.next(scope), scope, random.fork(i)));
        }
        for (Phase<B> phase : model.phases()) {
          if (phase.active().test(index)) {
            report.add(phase.name(), learn(phase, parts, scope, index));
          }
        }
        done++;
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

    private void save() throws IOException {
      Checkpoint checkpoint =
          checkpoints.save(model, done, options, data.fingerprint(), options.keepCheckpoints());
      for (LoopListener listener : watching) {
        listener.onCheckpoint(checkpoint);
      }
    }

    /** Every listener hears of the end, also if one before it fails. */
    private void end(LoopListener.Outcome outcome) throws IOException {
      @Nullable IOException failure = null;
      for (LoopListener listener : watching) {
        try {
          listener.onEnd(outcome);
        } catch (IOException e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** Runs a phase: objectives, gradients for the learners, updates. Gives the last objective. */
  private Objective learn(Phase<B> phase, List<Step<B>> parts, NDManager scope, long index) {
    List<NDArray> learning = new ArrayList<>();
    for (Network learner : phase.learners()) {
      learning.addAll(learner.parameters().values());
    }
    @Nullable NDList sum = null;
    @Nullable Objective objective = null;
    for (Step<B> part : parts) {
      Objective current = Gradients.recording(() -> phase.objective().apply(part));
      NDArray total = current.total();
      if (parts.size() > 1) {
        total = Gradients.recording(() -> current.total().div(parts.size()));
      }
      NDList gradients = Gradients.of(total, learning);
      sum = sum == null ? gradients : GradientSum.add(sum, gradients);
      objective = current;
    }
    NDList gradients = java.util.Objects.requireNonNull(sum);
    Double most = options.maxGradientNorm();
    if (most != null) {
      GradientNorm.clip(gradients, most);
    }
    int from = 0;
    for (Network learner : phase.learners()) {
      int count = learner.parameters().size();
      learner.learn(scope, new NDList(gradients.subList(from, from + count)), index);
      from += count;
    }
    return java.util.Objects.requireNonNull(objective);
  }
}
