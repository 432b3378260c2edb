package org.atelier.examples;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.data.Images;
import org.atelier.data.TrainingData;
import org.atelier.examples.listeners.LossPlot;
import org.atelier.examples.listeners.ProgressBar;
import org.atelier.examples.listeners.SampleGrid;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.nn.Precision;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.train.TrainingRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a {@link Dcgan}: {@code ./atelier train dcgan}. */
@Command(
    name = "dcgan",
    mixinStandardHelpOptions = true,
    version = Atelier.VERSION,
    sortOptions = false,
    description = "Trains a deep convolutional GAN (arXiv:1511.06434).",
    footer = {
      "",
      "With no options it learns clothes from the embedded Fashion-MNIST. Ctrl-C stops a run after"
          + " the step at hand and writes a checkpoint; --resume goes on.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    })
public final class TrainDcgan implements Callable<Integer> {
  @Mixin private final RunOptions run = new RunOptions();
  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(
      names = "--image-size",
      paramLabel = "28|32|64|128",
      description = "Side of the pictures in pixels (default: " + DcganRecipe.IMAGE_SIZE + ").")
  private @Nullable Integer imageSize;

  @Option(
      names = "--channels",
      paramLabel = "1|3",
      description = "1 for grey, 3 for RGB (default: as the data is).")
  private @Nullable Integer channels;

  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of both networks next to the picture; each layer further in has twice as"
              + " many (default: "
              + DcganRecipe.GENERATOR_FILTERS
              + " and "
              + DcganRecipe.DISCRIMINATOR_FILTERS
              + ").")
  private @Nullable Integer filters;

  @Option(
      names = "--latent-size",
      paramLabel = "N",
      description = "Numbers that a picture is made from (default: 100).")
  private @Nullable Integer latentSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Of Adam, for both networks (default: " + DcganRecipe.LEARNING_RATE + ").")
  private @Nullable Double learningRate;

  @Option(
      names = "--average-decay",
      paramLabel = "X",
      description =
          "Memory of the moving average of the generator that samples are drawn from; 0 for none"
              + " (default: "
              + DcganRecipe.AVERAGE_DECAY
              + ").")
  private @Nullable Double averageDecay;

  @Spec private @Nullable CommandSpec spec;

  /** Runs from an IDE with the same options as {@code ./atelier train dcgan}. */
  public static void main(String... args) {
    Commands.main(new TrainDcgan(), args);
  }

  /** All that is known when everything has been checked, and nothing written. */
  private record Plan(
      Path folder,
      DcganOptions model,
      TrainingOptions training,
      RunSettings settings,
      TrainingPictures pictures,
      TrainingData<Images> data,
      Device device) {}

  @Override
  public Integer call() throws IOException {
    Plan plan = UsageException.unless(this::plan);
    try (var gan = new Dcgan(plan.model());
        var signal = new StopOnSignal()) {
      gan.setDevice(plan.device());
      gan.setPrecision(plan.settings().precision());
      var loop =
          new TrainingLoop<>(gan, plan.data(), plan.training())
              .with(
                  signal,
                  announcement(plan),
                  plan.settings().writer(),
                  ProgressBar.onScreen(out()),
                  new SampleGrid(gan::sample, DcganRecipe.SAMPLES, plan.settings().sampleEvery()),
                  new LossPlot());
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
      report(plan, outcome, Duration.ofNanos(System.nanoTime() - start));
      return signal.wasAsked() ? Commands.FAILED : Commands.DONE;
    }
  }

  private Plan plan() throws IOException {
    run.check();
    Path old = run.resume;
    return old == null ? planNew() : planResumed(old);
  }

  private Plan planNew() throws IOException {
    engine.prepare(null);
    DcganOptions model = applyTo(DcganRecipe.model());
    TrainingOptions training = run.applyTo(DcganRecipe.training());
    Path folder = RunFolder.forNew(RunFolder.RUNS, run.out, "dcgan");
    Device device = engine.device();
    var pictures = TrainingPictures.open(run.data == null ? DcganRecipe.DATA : run.data);
    if (channels == null) {
      model = model.withChannels(pictures.channels());
    }
    int sampleEvery = run.sampleEvery == null ? DcganRecipe.SAMPLE_EVERY : run.sampleEvery;
    var settings =
        new RunSettings(pictures.location(), precision(device), engine.threads, sampleEvery);
    return plan(folder, model, training, settings, pictures, device);
  }

  private Plan planResumed(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(folder);
    String name = KnownModel.of(checkpoint).name();
    if (!name.equals("dcgan")) {
      throw new UsageException(
          "--resume expects the run of a dcgan, but %s is one of a %s; go on by ./atelier train %s --resume %s"
              .formatted(folder, name, name, folder));
    }
    RunSettings saved = RunSettings.read(folder);
    if (saved == null) {
      saved =
          new RunSettings(
              DcganRecipe.DATA, precisionOf(checkpoint), null, DcganRecipe.SAMPLE_EVERY);
    }
    engine.prepare(saved.threads());
    DcganOptions model = applyTo(checkpoint.options(DcganOptions.class));
    TrainingOptions training = run.applyTo(checkpoint.trainingOptions());
    Device device = engine.device();
    if (run.precision != null && precision(device) != saved.precision()) {
      throw new UsageException(
          "The run in %s cannot go on, since it would become another run: precision was %s and is %s. Resume it as it was, or start a new one"
              .formatted(folder, saved.precision(), precision(device)));
    }
    var pictures = TrainingPictures.open(run.data == null ? saved.data() : run.data);
    int sampleEvery = run.sampleEvery == null ? saved.sampleEvery() : run.sampleEvery;
    Integer threads = engine.threads == null ? saved.threads() : engine.threads;
    var settings = new RunSettings(pictures.location(), saved.precision(), threads, sampleEvery);
    return plan(folder, model, training, settings, pictures, device);
  }

  /** Of the networks, which all have the same in a run of a command. */
  private static Precision precisionOf(Checkpoint checkpoint) {
    String name = checkpoint.description().precision().get("generator").getAsString();
    return Precision.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Plan plan(
      Path folder,
      DcganOptions model,
      TrainingOptions training,
      RunSettings settings,
      TrainingPictures pictures,
      Device device)
      throws IOException {
    int count = pictures.source().size();
    if (count < training.batchSize()) {
      throw new UsageException(
          "Expected at least as many pictures as a batch has, %d, but %s has %d; use a smaller --batch-size or more pictures"
              .formatted(training.batchSize(), pictures.title(), count));
    }
    var data = pictures.at(model.picture().width(), model.picture().channels());
    return new Plan(folder, model, training, settings, pictures, data, device);
  }

  private Precision precision(Device device) {
    return (run.precision == null ? PrecisionChoice.FLOAT32 : run.precision).on(device);
  }

  private DcganOptions applyTo(DcganOptions base) {
    DcganOptions options = base;
    if (imageSize != null) {
      options = options.withImageSize(imageSize);
    }
    if (channels != null) {
      options = options.withChannels(channels);
    }
    if (filters != null) {
      options = options.withFilters(filters, filters);
    }
    if (latentSize != null) {
      options = options.withLatentSize(latentSize);
    }
    if (learningRate != null) {
      options = options.withLearningRate(learningRate);
    }
    if (averageDecay != null) {
      options = options.withStabilisation(options.stabilisation().withAverageDecay(averageDecay));
    }
    return options;
  }

  /** Said when the loop has found nothing to refuse. */
  private LoopListener announcement(Plan plan) {
    return new LoopListener() {
      @Override
      public void onStart(TrainingRun started) {
        DcganOptions model = plan.model();
        out()
            .printf(
                Locale.ROOT,
                "%s a dcgan on %s: %d pictures at %d×%d %s, %s, %s%n",
                started.firstStep() == 0 ? "Training" : "Going on with",
                plan.pictures().title(),
                plan.data().size(),
                model.picture().width(),
                model.picture().height(),
                model.picture().channels() == 1 ? "grey" : "RGB",
                plan.device().isGpu() ? "GPU" : "CPU",
                plan.settings().precision().name().toLowerCase(Locale.ROOT));
        out().flush();
      }
    };
  }

  private void report(Plan plan, LoopListener.Outcome outcome, Duration time) {
    Path folder = plan.folder();
    PrintWriter out = out();
    if (outcome.status().equals("stopped")) {
      out.printf(Locale.ROOT, "Stopped after step %d: %s.%n", outcome.steps(), outcome.message());
      out.printf("Go on with  ./atelier train dcgan --resume %s%n", folder);
      out.flush();
      return;
    }
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
    out.printf(
        "More pictures:  ./atelier sample --model %s --count 64 --seed 7 --out grid.png%n", folder);
    out.flush();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
