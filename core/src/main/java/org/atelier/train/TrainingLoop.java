package org.atelier.train;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.atelier.data.EpochOrder;
import org.atelier.data.PrefetchOptions;
import org.atelier.data.Prefetcher;
import org.atelier.data.TrainingData;
import org.atelier.engine.ExecutionContext;
import org.atelier.files.NewFile;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.network.NetworkMemory;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains any model: in every step it runs the model's active phases in order, each of which
 * computes an objective and its gradients, and updates its networks.
 *
 * <p>The result of step n is a function of the seed, n and the state before it. A run that was
 * killed and resumed therefore ends with bitwise the same parameters as an uninterrupted run, on
 * the same machine and with the same number of threads.
 *
 * @param <B> the type of training batches
 */
public final class TrainingLoop<B> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
  private static final int FETCH_EVERY_ON_GPU = 20;

  private final GenerativeModel<B> model;
  private final TrainingData<? extends B> data;
  private final TrainingOptions options;
  private final List<LoopListener> listeners = new ArrayList<>();
  private PrefetchOptions prefetch = PrefetchOptions.defaults();
  private int fetchEvery;
  private boolean acceptsChangedData;
  private Function<NDArray, float[]> transfer = NDArray::toFloatArray;

  /**
   * Creates a loop; start it by {@link #run} or {@link #resume}.
   *
   * @param model the model
   * @param data training data with batches of the model's type or a subtype (labelled pictures for
   *     an unlabelled model)
   * @param options the training options
   */
  public TrainingLoop(
      GenerativeModel<B> model, TrainingData<? extends B> data, TrainingOptions options) {
    this.model = model;
    this.data = data;
    this.options = options;
  }

  /** Adds listeners, which are called in the order of addition. */
  public TrainingLoop<B> with(LoopListener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  /** Sets how batches are loaded in the background; results do not depend on it. */
  public TrainingLoop<B> prefetching(PrefetchOptions prefetch) {
    this.prefetch = prefetch;
    return this;
  }

  /**
   * Sets the interval at which metrics are transferred from the device, in one transfer, and losses
   * are checked to be finite; in between, steps do not synchronise with the device. Metrics are
   * also transferred before each checkpoint, so that no checkpoint of a diverged run is written.
   * {@code losses.csv} contains every step in any case, and results do not depend on the interval.
   * The default is 1 on a CPU, where transfers are free, and 20 on a GPU.
   *
   * @param steps the interval in steps, at least 1
   */
  public TrainingLoop<B> fetchingEvery(int steps) {
    fetchEvery = OptionChecks.atLeast(1, "steps", steps);
    return this;
  }

  /**
   * Lets {@link #resume} go on with other training data than that of the run's start: with files
   * that were added, removed or repaired, for example. {@code run.json} records it. From then on,
   * the run is no longer a function of its seed and its data alone.
   */
  public TrainingLoop<B> acceptingChangedData() {
    acceptsChangedData = true;
    return this;
  }

  /** Sets the function that copies metrics to the host, so that tests can count transfers. */
  TrainingLoop<B> transferring(Function<NDArray, float[]> transfer) {
    this.transfer = transfer;
    return this;
  }

  /**
   * Starts a run. The model's parameters are initialised from the seed, unless they are initialised
   * already (loaded or trained before).
   *
   * @param folder the run's folder, for {@code run.json}, {@code losses.csv}, {@code checkpoints/}
   *     and files of listeners; empty, or created if it is missing
   *     <p>While it writes, the folder is locked against other loops, of this and of other
   *     processes. If the run fails before its first step is done, the folder is left as it was. If
   *     it fails later, other than by a loss that is not finite, a checkpoint of the last step is
   *     written if possible: the model must not be in the middle of the next.
   * @return the outcome
   * @throws IllegalArgumentException if the folder is not empty, or the model or its batches are
   *     larger than this machine's memory
   * @throws RunLockedException if another loop is writing into the folder
   * @throws IOException if data cannot be read or files cannot be written
   * @throws TrainingException if a loss is not finite
   */
  public LoopListener.Outcome run(Path folder) throws IOException {
    RunClaim.requireEmpty(folder);
    checkPhases();
    EpochOrder order = order();
    checkMemory();
    model.initialize(options.seed());
    String fingerprint = data.fingerprint();
    @Nullable DataRecord record = DataRecord.of(fingerprint, data.contents());
    try (RunClaim claim = RunClaim.of(folder)) {
      var progress = new Progress();
      try {
        // A run can be resumed from step 0, also if the model was initialised with loaded weights.
        Checkpoints.ofRun(folder).save(model, 0, options, fingerprint);
        if (record != null) {
          record.write(folder);
        }
        return train(folder, new RunRecord(fingerprint, data), order, 0, null, progress);
      } finally {
        if (progress.steps == 0) {
          claim.discard();
        }
      }
    }
  }

  /** Notes the number of steps that a run has done at its end. */
  private static final class Progress implements LoopListener {
    private long steps;

    @Override
    public void onEnd(Outcome outcome) {
      steps = outcome.steps();
    }
  }

  /**
   * Resumes a run from its newest checkpoint (the first is written before the first step) and
   * trains to the length in the options. All other options and the data must be those of the run,
   * except the options of checkpoints. While it writes, the run is locked as in {@link #run}.
   *
   * @param folder the run's folder
   * @return the outcome
   * @throws IOException if there is no run, or its checkpoint is damaged or does not fit the model
   * @throws RunLockedException if another loop is writing into the run
   * @throws ChangedDataException if the data differs from the run's, unless it is {@linkplain
   *     #acceptingChangedData accepted}
   * @throws IllegalArgumentException if the options differ from the run's, or the length is less
   *     than the steps already done
   */
  public LoopListener.Outcome resume(Path folder) throws IOException {
    Checkpoints.requireFolder(folder);
    checkPhases();
    // Before the lock, so that nothing is written into a folder that is no run.
    Checkpoints.ofRun(folder).latest();
    String fingerprint = data.fingerprint();
    Map<String, String> contents = data.contents();
    RunLock lock = RunLock.of(folder);
    try {
      return resume(folder, fingerprint, contents);
    } finally {
      lock.close();
    }
  }

  private LoopListener.Outcome resume(Path folder, String fingerprint, Map<String, String> contents)
      throws IOException {
    JsonObject identity = ResumeCheck.identity(model, options, fingerprint);
    EpochOrder order = order();
    Checkpoint checkpoint = Checkpoints.ofRun(folder).latest();
    ResumeCheck.require(
        folder, Checkpoint.GSON.toJsonTree(checkpoint.description()).getAsJsonObject(), identity);
    var runRecord = new RunRecord(fingerprint, data);
    long done = checkpoint.description().step();
    try {
      ResumeCheck.requireData(folder, checkpoint.description().data(), fingerprint, contents);
    } catch (ChangedDataException e) {
      if (!acceptsChangedData) {
        throw e;
      }
      LOG.warn("The run in {} goes on with changed data: {}", folder, e.differences());
      runRecord.accept(done, e.differences());
    }
    if (totalSteps(order) < done) {
      throw new IllegalArgumentException(
          "The run in %s has done %s steps, but the options end at %s; set a greater length, or start a new run"
              .formatted(folder, done, totalSteps(order)));
    }
    model.initialize(options.seed());
    Checkpoints.restore(model, checkpoint);
    NewFile.removeLeftovers(folder);
    return train(
        folder,
        runRecord,
        order,
        done,
        DataRecord.of(fingerprint, contents),
        new LoopListener() {});
  }

  /**
   * Checks that this machine has the memory that the model and its batches need at least, without
   * taking any; {@link #run} checks the same before it writes anything.
   *
   * @throws IllegalArgumentException if it has not, or if the model's layers do not fit each other;
   *     the message says how much memory is needed
   */
  public void checkMemory() {
    NetworkMemory.requireTraining(model.networks(), options.batchSize());
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
              "The network \"%s\" is updated in the phase \"%s\", but is none of the model's networks; pass it to the constructor of GenerativeModel"
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

  /**
   * Trains.
   *
   * @param record writes {@code run.json}
   * @param contents the record of the data's files, to be written with the next checkpoint; null if
   *     it is written or there is none
   * @param progress is called first
   */
  private LoopListener.Outcome train(
      Path folder,
      RunRecord record,
      EpochOrder order,
      long firstStep,
      @Nullable DataRecord contents,
      LoopListener progress)
      throws IOException {
    var run =
        new TrainingRun(folder, model, options, firstStep, totalSteps(order), stepsPerEpoch(order));
    List<LoopListener> all = new ArrayList<>();
    all.add(progress);
    all.add(new LossLog());
    all.add(record);
    if (contents != null) {
      all.add(contents.writer());
    }
    all.addAll(listeners);
    int byDefault = model.device().isGpu() ? FETCH_EVERY_ON_GPU : 1;
    int interval = fetchEvery > 0 ? fetchEvery : byDefault;
    try (var session = new TrainingSession<>(run, model, record.data(), all, interval, transfer);
        var batches =
            new Prefetcher<>(
                data, order, firstStep * options.gradients().accumulation(), prefetch)) {
      // Where listeners draw samples and score, in the precision of the run, too.
      return ExecutionContext.inference()
          .withPrecision(options.precision())
          .run(() -> session.run(batches));
    }
  }
}
