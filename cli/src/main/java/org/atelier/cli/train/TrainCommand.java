package org.atelier.cli.train;

import static org.atelier.cli.command.Given.given;

import ai.djl.Device;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.DescribesDefaults;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.GivenOptions;
import org.atelier.cli.command.StopOnSignal;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.DataName;
import org.atelier.cli.model.ModelCatalog;
import org.atelier.cli.model.TrainingTask;
import org.atelier.cli.run.BadPictureChoice;
import org.atelier.cli.run.HealthChoice;
import org.atelier.cli.run.PrecisionChoice;
import org.atelier.cli.run.RunFolder;
import org.atelier.cli.run.RunOptions;
import org.atelier.cli.run.RunSettings;
import org.atelier.data.TrainingData;
import org.atelier.engine.Precision;
import org.atelier.model.GenerativeModel;
import org.atelier.model.network.NetworkMemory;
import org.atelier.monitoring.LossPlot;
import org.atelier.monitoring.ProgressBar;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.train.HealthGuard;
import org.atelier.train.HealthOptions;
import org.atelier.train.LoopListener;
import org.atelier.train.RunStatus;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Base class of the training commands: checks all options before anything is written, starts or
 * resumes a run, and reports its outcome. A model's command adds its {@link Recipe}, its own
 * options, and the hooks below.
 *
 * @param <O> the model's options
 * @param <B> the type of the data's batches
 * @param <M> the model, which trains on such batches
 */
@Command(
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    footer = {
      "",
      "Without options, trains on ${bundle:default.data}. Ctrl-C stops a run after the"
          + " current step and writes a checkpoint, from which --resume continues.",
      Commands.EXIT_CODES
    })
public abstract class TrainCommand<O extends Record, B, M extends GenerativeModel<? super B>>
    implements Callable<Integer>, DescribesDefaults {
  @Mixin public final RunOptions run = new RunOptions();
  @Mixin private final EngineOptions engine = new EngineOptions();
  @Spec private @Nullable CommandSpec spec;

  private final Class<O> type;
  private final Supplier<Recipe<O>> recipe;
  private final Function<O, M> build;
  private BadPictureChoice badPictures = BadPictureChoice.SKIP;

  /**
   * A training command.
   *
   * @param type the class of the model's options
   * @param recipe the default options
   * @param build creates an untrained model
   */
  protected TrainCommand(Class<O> type, Recipe<O> recipe, Function<O, M> build) {
    this(type, () -> recipe, build);
  }

  /** As the other constructor, with a recipe that is created when it is needed. */
  TrainCommand(Class<O> type, Supplier<Recipe<O>> recipe, Function<O, M> build) {
    this.type = type;
    this.recipe = recipe;
    this.build = build;
  }

  /** The command's default options. */
  protected final Recipe<O> recipe() {
    return recipe.get();
  }

  @Override
  public ResourceBundle defaults() {
    return recipe().texts();
  }

  /** The model's options with those that were given on the command line. */
  protected abstract O applyTo(O base);

  /**
   * Finds the data that {@code --data} names.
   *
   * @param kept the settings that {@link #kept} returned
   */
  protected abstract TrainingSource<O, B> open(String name, Map<String, String> kept)
      throws IOException;

  /** A listener that writes pictures of the model's progress to the run's folder. */
  protected abstract LoopListener drawing(M model, TrainingData<B> data, int every)
      throws IOException;

  /**
   * A score of the model, lower is better, by which {@code --health rollback} chooses the best
   * checkpoint.
   */
  protected abstract ToDoubleFunction<GenerativeModel<?>> score(M model, TrainingData<B> data)
      throws IOException;

  /**
   * The command's own options that a resumed run needs and a checkpoint does not hold: those that
   * were given, or else those that the run has saved.
   *
   * @param saved the settings of the run that is resumed; empty for a new run
   */
  protected Map<String, String> kept(Map<String, String> saved) {
    return saved;
  }

  /** The command to suggest at the end of a run, with a title. */
  protected String next(Path folder) {
    return "Draw samples:  ./atelier sample --model %s --count 64 --seed 7 --out grid.png"
        .formatted(folder);
  }

  /**
   * Checks that the data suits the options, before anything is written.
   *
   * @throws IOException if an example cannot be read
   */
  protected void check(O options, TrainingData<B> data) throws IOException {}

  /**
   * Gives the model what it needs in training alone, and its first weights if they are not random.
   *
   * @param model on its device
   * @return closed when the run has ended
   */
  protected Closeable prepare(M model) throws IOException {
    return () -> {};
  }

  /** How many examples a network computes at once for each picture of a batch. */
  protected int examplesPerPicture(O options) {
    return 1;
  }

  /** Prints further results when all steps are done. */
  protected void conclude(M model, PrintWriter out) throws IOException {}

  /** A run that has passed all checks and has written nothing yet. */
  private record Plan<O extends Record, B>(
      O model,
      TrainingOptions training,
      RunSettings settings,
      TrainingSource<O, B> source,
      TrainingData<B> data,
      Device device) {}

  @Override
  @SuppressWarnings("try") // What is prepared is closed and not used by name.
  public final Integer call() throws IOException {
    Plan<O, B> plan = UsageException.unless(this::plan);
    try (M model = built(plan);
        Closeable needed = UsageException.unless(() -> prepare(model));
        var signal = new StopOnSignal();
        RunFolder claimed = UsageException.unless(this::folder)) {
      GenerativeModel<? super B> learner = model;
      var last = new LastCheckpoint();
      var loop =
          new TrainingLoop<>(learner, plan.data(), plan.training())
              .prefetching(plan.settings().prefetch())
              .with(last)
              .with(listeners(plan, model, signal).toArray(LoopListener[]::new));
      if (run.acceptData) {
        loop.acceptingChangedData();
      }
      Path folder = claimed.path();
      long start = System.nanoTime();
      LoopListener.Outcome outcome;
      try {
        outcome = run.resume == null ? loop.run(folder) : loop.resume(folder);
      } catch (IOException | RuntimeException | Error e) {
        throw new FailedRun(name(), folder, badPictures, signal.hasStarted() ? last : null)
            .described(e, () -> reportSkipped(plan.data()), error());
      }
      boolean stopped = outcome.status() == RunStatus.STOPPED;
      if (stopped) {
        report().stopped(folder, outcome, this::next);
      } else {
        report().done(folder, outcome, Duration.ofNanos(System.nanoTime() - start), next(folder));
        conclude(model, out());
      }
      reportSkipped(plan.data());
      return stopped || signal.wasAsked() ? Commands.FAILED : Commands.DONE;
    }
  }

  private M built(Plan<O, B> plan) {
    M model = build.apply(plan.model());
    model.setDevice(plan.device());
    return model;
  }

  private RunFolder folder() throws IOException {
    if (run.resume != null) {
      return RunFolder.resumed(run.resume);
    }
    return run.out == null
        ? RunFolder.create(RunFolder.RUNS, name())
        : RunFolder.named(RunFolder.RUNS, run.out);
  }

  /** The reaction to pictures that cannot be read, once the options are known. */
  protected final BadPictureChoice badPictures() {
    return badPictures;
  }

  private Plan<O, B> plan() throws IOException {
    run.check();
    Path old = run.resume;
    Start<O> start = old == null ? startNew() : startFrom(old);
    RunSettings saved = start.settings();
    engine.prepare(saved.threads());
    var given = new GivenOptions(Objects.requireNonNull(spec));
    given.naming(() -> identity(start));
    if (old != null) {
      new ResumedOptions(old, given).requireSame(() -> identity(start));
    }
    Device device = engine.device();
    Precision precision = old == null ? precision(device) : start.training().precision();
    if (run.precision != null && precision(device) != precision) {
      throw new UsageException(
          "--precision %s differs from that of the run in %s, %s; leave it out, or start a new run"
              .formatted(run.precision, old, precision));
    }
    TrainingOptions training = run.applyTo(start.training()).withPrecision(precision);
    badPictures = given(run.onBadPicture, saved.onBadPicture());
    Map<String, String> kept = kept(saved.kept());
    TrainingSource<O, B> source = open(given(run.data, DataName.recorded(saved.data())), kept);
    O model = given.naming(() -> possible(start, source));
    var settings =
        new RunSettings(
            name(),
            source.location(),
            source.classes(),
            engine.threads == null ? saved.threads() : engine.threads,
            given(run.sampleEvery, saved.sampleEvery()),
            given(run.health, saved.health()),
            run.prefetch(saved.prefetch()),
            badPictures,
            kept);
    requireBatch(source, source.size(), training);
    TrainingData<B> data = badPictures.applied(source.data(model, training));
    // Pictures may have been held out.
    requireBatch(source, data.size(), training);
    check(model, data);
    return new Plan<>(model, training, settings, source, data, device);
  }

  /** Everything that the command's options choose, but for the length of the run. */
  private Map<String, Object> identity(Start<O> start) {
    TrainingOptions training = run.applyTo(start.training());
    return Map.of(
        "options", applyTo(start.model()),
        "batchSize", training.batchSize(),
        "seed", training.seed(),
        "gradients", training.gradients(),
        "kept", kept(start.settings().kept()));
  }

  /** The model's options for the data, whose networks fit each other and this machine. */
  private O possible(Start<O> start, TrainingSource<O, B> source) throws IOException {
    O options = applyTo(start.model());
    O model = run.resume == null ? source.fit(options) : options;
    try (M tried = build.apply(model)) {
      NetworkMemory.requireTraining(
          tried.networks(),
          (long) run.applyTo(start.training()).batchSize() * examplesPerPicture(model));
    }
    return model;
  }

  /** What a run starts or resumes with, before the options of the command line are applied. */
  private record Start<O extends Record>(O model, TrainingOptions training, RunSettings settings) {}

  private Start<O> startNew() throws IOException {
    if (run.out != null) {
      // Again when it is used: this refuses it before the data is read.
      RunFolder.named(RunFolder.RUNS, run.out);
    }
    return new Start<>(
        recipe().model(),
        recipe().training(),
        RunSettings.of(recipe().data(), recipe().sampleEvery()).withHealth(HealthChoice.WARN));
  }

  private Start<O> startFrom(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(folder);
    ModelCatalog.of(checkpoint);
    String model = ModelCatalog.nameOf(folder, checkpoint.description().model());
    RunSettings saved = RunSettings.read(folder);
    boolean begunInJava = saved == null;
    if (!model.equals(name()) && !(begunInJava && model.equals(modelOfTask()))) {
      throw new UsageException(
          "--resume expects the run of the model %s, but %s is one of %s; resume it with ./atelier train %s --resume %s"
              .formatted(name(), folder, model, model, folder));
    }
    if (saved == null) {
      saved = RunSettings.of(recipe().data(), recipe().sampleEvery());
    }
    return new Start<>(checkpoint.options(type), checkpoint.trainingOptions(), saved);
  }

  private static void requireBatch(
      TrainingSource<?, ?> source, int count, TrainingOptions training) {
    if (count < training.batchSize()) {
      throw new UsageException(
          "Expected at least one batch of pictures, %s, but %s has %s; use a smaller --batch-size or more pictures"
              .formatted(training.batchSize(), source.title(), count));
    }
  }

  private Precision precision(Device device) {
    return (run.precision == null ? PrecisionChoice.FLOAT32 : run.precision).on(device);
  }

  private List<LoopListener> listeners(Plan<O, B> plan, M model, StopOnSignal signal)
      throws IOException {
    RunSettings settings = plan.settings();
    var bar = ProgressBar.onScreen(out());
    var listeners = new ArrayList<LoopListener>();
    listeners.add(signal);
    listeners.add(
        report()
            .announcement(
                plan.source().title(),
                plan.data().size(),
                plan.source().describe(plan.model()),
                plan.device(),
                plan.training().precision()));
    listeners.add(settings.writer());
    listeners.add(bar);
    listeners.add(drawing(model, plan.data(), settings.sampleEvery()));
    listeners.add(new LossPlot());
    HealthChoice health = settings.health();
    if (health != HealthChoice.OFF) {
      var guard =
          HealthGuard.of(HealthOptions.defaults().withStop(health.stops()))
              .telling(
                  seen ->
                      bar.say("Warning at step %s: %s.".formatted(seen.step(), seen.message())));
      if (health == HealthChoice.ROLLBACK) {
        guard.rollingBackBy(score(model, plan.data()));
      }
      // Last, since it may restore an earlier checkpoint: the grids show the weights of their own
      // step.
      listeners.add(guard);
    }
    return listeners;
  }

  private void reportSkipped(TrainingData<B> data) {
    report().skipped(data.skipped().size(), data.size());
    out().flush();
  }

  private TrainingReport report() {
    return new TrainingReport(name(), out());
  }

  private String name() {
    return Objects.requireNonNull(spec).name();
  }

  /** The kind of model that a {@link TrainingTask} trains, or else the command's own name. */
  private String modelOfTask() {
    return TrainingTask.named(name()).map(TrainingTask::model).orElse(name());
  }

  private PrintWriter error() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
