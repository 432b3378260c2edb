package org.atelier.cli;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.atelier.data.PrefetchOptions;
import org.atelier.data.TrainingData;
import org.atelier.engine.Precision;
import org.atelier.model.GenerativeModel;
import org.atelier.monitoring.LossPlot;
import org.atelier.monitoring.ProgressBar;
import org.atelier.monitoring.SampleGrid;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.train.HealthGuard;
import org.atelier.train.HealthOptions;
import org.atelier.train.LoopListener;
import org.atelier.train.RunStatus;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.train.TrainingRun;
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
    version = Atelier.VERSION,
    sortOptions = false,
    footer = {
      "",
      "With no options it learns from ${bundle:default.data}. Ctrl-C stops a run after the step at hand and"
          + " writes a checkpoint; --resume goes on.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    })
abstract class TrainCommand<O extends Record, B, M extends GenerativeModel<? super B>>
    implements Callable<Integer> {
  @Mixin final RunOptions run = new RunOptions();
  @Mixin private final EngineOptions engine = new EngineOptions();
  @Spec private @Nullable CommandSpec spec;

  private final Class<O> type;
  private final Recipe<O> recipe;

  /**
   * A command.
   *
   * @param type of the model's options
   * @param recipe what it does unless told otherwise
   */
  TrainCommand(Class<O> type, Recipe<O> recipe) {
    this.type = type;
    this.recipe = recipe;
  }

  /** What the command does unless told otherwise. */
  final Recipe<O> recipe() {
    return recipe;
  }

  /** The model's options with those that were given. */
  abstract O applyTo(O base);

  /**
   * Finds what {@code --data} names.
   *
   * @param kept what {@link #kept} gave
   */
  abstract TrainingSource<O, B> open(String name, Map<String, String> kept) throws IOException;

  /** A model that knows nothing yet. */
  abstract M build(O options);

  /** A listener that shows how the model learns, by pictures in the run's folder. */
  abstract LoopListener drawing(M model, TrainingData<B> data, int every) throws IOException;

  /**
   * How good the model is, the lower the better: by this, {@code --health rollback} finds the best
   * checkpoint.
   */
  abstract ToDoubleFunction<GenerativeModel<?>> score(M model, TrainingData<B> data)
      throws IOException;

  /**
   * What a resumed run must know of the command's own options and no checkpoint tells: what was
   * given, or else what the run kept.
   *
   * @param saved of the run that is resumed; empty for a new one
   */
  Map<String, String> kept(Map<String, String> saved) {
    return saved;
  }

  /** The command that shows what a finished run has learnt. */
  String next(Path folder) {
    return "More pictures:  ./atelier sample --model %s --count 64 --seed 7 --out grid.png"
        .formatted(folder);
  }

  /**
   * Refuses what only options and data together can tell, before anything is written.
   *
   * @throws IOException if an example cannot be read
   */
  void check(O options, TrainingData<B> data) throws IOException {}

  /** More to tell when all steps are done. */
  void conclude(M model, PrintWriter out) throws IOException {}

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
    try (M model = build(plan.model());
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
        reportStop(plan.folder(), outcome);
      } else {
        report(plan.folder(), outcome, Duration.ofNanos(System.nanoTime() - start));
        conclude(model, out());
      }
      out().flush();
      return stopped || signal.wasAsked() ? Commands.FAILED : Commands.DONE;
    }
  }

  private Plan<O, B> plan() throws IOException {
    run.check();
    Path old = run.resume;
    return old == null ? planNew() : planResumed(old);
  }

  private Plan<O, B> planNew() throws IOException {
    engine.prepare(null);
    O model = applyTo(recipe.model());
    Path folder = RunFolder.forNew(RunFolder.RUNS, run.out, name());
    Device device = engine.device();
    TrainingOptions training = run.applyTo(recipe.training()).withPrecision(precision(device));
    Map<String, String> kept = kept(Map.of());
    TrainingSource<O, B> source = open(run.data == null ? recipe.data() : run.data, kept);
    model = source.fit(model);
    var settings =
        new RunSettings(
            source.location(),
            source.classes(),
            engine.threads,
            run.sampleEvery == null ? recipe.sampleEvery() : run.sampleEvery,
            run.health == null ? HealthChoice.WARN : run.health,
            run.prefetch(PrefetchOptions.defaults()),
            kept);
    return plan(folder, model, training, settings, source, device);
  }

  private Plan<O, B> planResumed(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(folder);
    String model = KnownModel.of(checkpoint).name();
    if (!model.equals(name())) {
      throw new UsageException(
          "--resume expects the run of the model %s, but %s is one of %s; go on by ./atelier train %s --resume %s"
              .formatted(name(), folder, model, model, folder));
    }
    RunSettings saved = RunSettings.read(folder);
    if (saved == null) {
      saved = RunSettings.of(recipe.data(), recipe.sampleEvery());
    }
    engine.prepare(saved.threads());
    O options = applyTo(checkpoint.options(type));
    TrainingOptions training = run.applyTo(checkpoint.trainingOptions());
    Device device = engine.device();
    if (run.precision != null && precision(device) != training.precision()) {
      throw new UsageException(
          "The run in %s cannot go on, since it would become another run: precision was %s and is %s. Resume it as it was, or start a new one"
              .formatted(folder, training.precision(), precision(device)));
    }
    Map<String, String> kept = kept(saved.kept());
    TrainingSource<O, B> source = open(run.data == null ? saved.data() : run.data, kept);
    var settings =
        new RunSettings(
            source.location(),
            source.classes(),
            engine.threads == null ? saved.threads() : engine.threads,
            run.sampleEvery == null ? saved.sampleEvery() : run.sampleEvery,
            run.health == null ? saved.health() : run.health,
            run.prefetch(saved.prefetch()),
            kept);
    return plan(folder, options, training, settings, source, device);
  }

  private Plan<O, B> plan(
      Path folder,
      O model,
      TrainingOptions training,
      RunSettings settings,
      TrainingSource<O, B> source,
      Device device)
      throws IOException {
    requireBatch(source, source.size(), training);
    TrainingData<B> data = source.data(model, training);
    // Some may be kept back.
    requireBatch(source, data.size(), training);
    check(model, data);
    return new Plan<>(folder, model, training, settings, source, data, device);
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
    listeners.add(announcement(plan));
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

  /** Said when the loop has found nothing to refuse. */
  private LoopListener announcement(Plan<O, B> plan) {
    return new LoopListener() {
      @Override
      public void onStart(TrainingRun started) {
        out()
            .printf(
                Locale.ROOT,
                "%s %s on %s: %d pictures at %s, %s, %s%n",
                started.firstStep() == 0 ? "Training" : "Going on with",
                name(),
                plan.source().title(),
                plan.data().size(),
                plan.source().seenAs(plan.model()),
                plan.device().isGpu() ? "GPU" : "CPU",
                plan.training().precision().name().toLowerCase(Locale.ROOT));
        out().flush();
      }
    };
  }

  private void reportStop(Path folder, LoopListener.Outcome outcome) {
    out().printf(Locale.ROOT, "Stopped after step %d: %s.%n", outcome.steps(), outcome.message());
    Path best = folder.resolve("best");
    if (Files.isDirectory(best)) {
      out().printf("The best checkpoint is in %s.  %s%n", best, next(best));
    }
    out().printf("Go on with  ./atelier train %s --resume %s%n", name(), folder);
  }

  private void report(Path folder, LoopListener.Outcome outcome, Duration time) {
    PrintWriter out = out();
    out.printf(
        Locale.ROOT,
        "Done after step %d, in %d:%02d minutes.%n",
        outcome.steps(),
        time.toMinutes(),
        time.toSecondsPart());
    out.printf("  samples    %s%n", folder.resolve(SampleGrid.FOLDER));
    out.printf("  animation  %s%n", folder.resolve(SampleGrid.ANIMATION));
    out.printf("  losses     %s%n", folder.resolve(LossPlot.FILE));
    out.printf("  record     %s%n", folder.resolve("run.json"));
    out.println(next(folder));
  }

  private String name() {
    return Objects.requireNonNull(spec).name();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
