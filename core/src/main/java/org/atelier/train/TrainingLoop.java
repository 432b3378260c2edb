package org.atelier.train;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.atelier.options.OptionChecks;

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
    int byDefault = model.device().isGpu() ? FETCH_EVERY_ON_GPU : 1;
    int interval = fetchEvery > 0 ? fetchEvery : byDefault;
    try (var session = new TrainingSession<>(run, model, fingerprint, all, interval, transfer);
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
