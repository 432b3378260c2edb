package org.atelier.cli.train;

import static org.atelier.cli.command.Given.given;

import ai.djl.Device;
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
import org.atelier.cli.command.StopOnSignal;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.ModelCatalog;
import org.atelier.cli.model.TrainingTask;
import org.atelier.cli.run.HealthChoice;
import org.atelier.cli.run.PrecisionChoice;
import org.atelier.cli.run.RunFolder;
import org.atelier.cli.run.RunOptions;
import org.atelier.cli.run.RunSettings;
import org.atelier.data.TrainingData;
import org.atelier.engine.Precision;
import org.atelier.model.GenerativeModel;
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
 * A command that trains a model, whatever the model: it checks everything before anything is
 * written, begins a run or goes on with one, and tells what became of it. A model's command adds
 * its {@link Recipe}, its own options, and what its hooks are asked for.
 *
 * @param <O> the model's options
 * @param <B> the batches of the data
 * @param <M> the model, which learns from such
 */
@Command(
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    footer = {
      "",
      "With no options it learns from ${bundle:default.data}. Ctrl-C stops a run after the step at"
          + " hand and writes a checkpoint; --resume goes on.",
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

  /**
   * A command.
   *
   * @param type of the model's options
   * @param recipe what it does unless told otherwise
   * @param build a new model of some options
   */
  protected TrainCommand(Class<O> type, Recipe<O> recipe, Function<O, M> build) {
    this(type, () -> recipe, build);
  }

  /** As the other, with a recipe that is made when it is needed. */
  TrainCommand(Class<O> type, Supplier<Recipe<O>> recipe, Function<O, M> build) {
    this.type = type;
    this.recipe = recipe;
    this.build = build;
  }

  /** What the command does unless told otherwise. */
  protected final Recipe<O> recipe() {
    return recipe.get();
  }

  @Override
  public ResourceBundle defaults() {
    return recipe().texts();
  }

  /** The model's options with those that were given. */
  protected abstract O applyTo(O base);

  /**
   * Finds what {@code --data} names.
   *
   * @param kept what {@link #kept} gave
   */
  protected abstract TrainingSource<O, B> open(String name, Map<String, String> kept)
      throws IOException;

  /** A listener that shows how the model learns, by pictures in the run's folder. */
  protected abstract LoopListener drawing(M model, TrainingData<B> data, int every)
      throws IOException;

  /**
   * How good the model is, the lower the better: by this, {@code --health rollback} finds the best
   * checkpoint.
   */
  protected abstract ToDoubleFunction<GenerativeModel<?>> score(M model, TrainingData<B> data)
      throws IOException;

  /**
   * What a resumed run must know of the command's own options and no checkpoint tells: what was
   * given, or else what the run kept.
   *
   * @param saved of the run that is resumed; empty for a new one
   */
  protected Map<String, String> kept(Map<String, String> saved) {
    return saved;
  }

  /** The command that shows what a finished run has learnt. */
  protected String next(Path folder) {
    return "More pictures:  ./atelier sample --model %s --count 64 --seed 7 --out grid.png"
        .formatted(folder);
  }

  /**
   * Refuses what only options and data together can tell, before anything is written.
   *
   * @throws IOException if an example cannot be read
   */
  protected void check(O options, TrainingData<B> data) throws IOException {}

  /** More to tell when all steps are done. */
  protected void conclude(M model, PrintWriter out) throws IOException {}

  /** All that is known when everything has been checked, and nothing written. */
  private record Plan<O extends Record, B>(
      Path folder,
      O model,
      TrainingOptions training,
      RunSettings settings,
      TrainingSource<O, B> source,
      TrainingData<B> data,
      Device device) {}

  @Override
  public final Integer call() throws IOException {
    Plan<O, B> plan = UsageException.unless(this::plan);
    try (M model = build.apply(plan.model());
        var signal = new StopOnSignal()) {
      model.setDevice(plan.device());
      GenerativeModel<? super B> learner = model;
      var loop =
          new TrainingLoop<>(learner, plan.data(), plan.training())
              .prefetching(plan.settings().prefetch())
              .with(listeners(plan, model, signal).toArray(LoopListener[]::new));
      long start = System.nanoTime();
      LoopListener.Outcome outcome;
      try {
        outcome = run.resume == null ? loop.run(plan.folder()) : loop.resume(plan.folder());
      } catch (IOException e) {
        // Nothing was written yet: what is wrong is what was named.
        if (!signal.hasStarted()) {
          throw UsageException.of(e);
        }
        throw e;
      }
      boolean stopped = outcome.status() == RunStatus.STOPPED;
      if (stopped) {
        report().stopped(plan.folder(), outcome, this::next);
      } else {
        report()
            .done(
                plan.folder(),
                outcome,
                Duration.ofNanos(System.nanoTime() - start),
                next(plan.folder()));
        conclude(model, out());
      }
      out().flush();
      return stopped || signal.wasAsked() ? Commands.FAILED : Commands.DONE;
    }
  }

  private Plan<O, B> plan() throws IOException {
    run.check();
    Path old = run.resume;
    Start<O> start = old == null ? startNew() : startFrom(old);
    RunSettings saved = start.settings();
    engine.prepare(saved.threads());
    O model = applyTo(start.model());
    TrainingOptions training = run.applyTo(start.training());
    Device device = engine.device();
    Precision precision = old == null ? precision(device) : training.precision();
    if (run.precision != null && precision(device) != precision) {
      throw new UsageException(
          "The run in %s cannot go on, since it would become another run: precision was %s and is %s. Resume it as it was, or start a new one"
              .formatted(old, precision, precision(device)));
    }
    training = training.withPrecision(precision);
    Map<String, String> kept = kept(saved.kept());
    TrainingSource<O, B> source = open(given(run.data, saved.data()), kept);
    if (old == null) {
      model = source.fit(model);
    }
    var settings =
        new RunSettings(
            name(),
            source.location(),
            source.classes(),
            engine.threads == null ? saved.threads() : engine.threads,
            given(run.sampleEvery, saved.sampleEvery()),
            given(run.health, saved.health()),
            run.prefetch(saved.prefetch()),
            kept);
    requireBatch(source, source.size(), training);
    TrainingData<B> data = source.data(model, training);
    // Some may be kept back.
    requireBatch(source, data.size(), training);
    check(model, data);
    return new Plan<>(start.folder(), model, training, settings, source, data, device);
  }

  /** What a run begins or goes on with, before the command line's options are applied. */
  private record Start<O extends Record>(
      Path folder, O model, TrainingOptions training, RunSettings settings) {}

  private Start<O> startNew() throws IOException {
    return new Start<>(
        RunFolder.forNew(RunFolder.RUNS, run.out, name()),
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
          "--resume expects the run of the model %s, but %s is one of %s; go on by ./atelier train %s --resume %s"
              .formatted(name(), folder, model, model, folder));
    }
    if (saved == null) {
      saved = RunSettings.of(recipe().data(), recipe().sampleEvery());
    }
    return new Start<>(folder, checkpoint.options(type), checkpoint.trainingOptions(), saved);
  }

  private static void requireBatch(
      TrainingSource<?, ?> source, int count, TrainingOptions training) {
    if (count < training.batchSize()) {
      throw new UsageException(
          "Expected at least as many pictures as a batch has, %d, but %s has %d; use a smaller --batch-size or more pictures"
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
                plan.source().seenAs(plan.model()),
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
                      bar.say("Warning at step %d: %s.".formatted(seen.step(), seen.message())));
      if (health == HealthChoice.ROLLBACK) {
        guard.rollingBackBy(score(model, plan.data()));
      }
      // Last: it may put the model back, and what is drawn is what the steps made.
      listeners.add(guard);
    }
    return listeners;
  }

  private TrainingReport report() {
    return new TrainingReport(name(), out());
  }

  private String name() {
    return Objects.requireNonNull(spec).name();
  }

  /** The kind of model that a {@link TrainingTask} trains; else the command's own name. */
  private String modelOfTask() {
    return TrainingTask.named(name()).map(TrainingTask::model).orElse(name());
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
