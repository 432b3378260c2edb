package org.atelier.cli.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.DataName;
import org.atelier.cli.data.EmbeddedSet;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.model.AggregatePosterior;
import org.atelier.cli.model.PictureFeed;
import org.atelier.cli.model.TrainedModel;
import org.atelier.cli.sample.LatentFile;
import org.atelier.image.ValueRange;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.Fingerprint;
import org.atelier.metrics.Score;
import org.atelier.metrics.sets.ClassifierScoreOptions;
import org.atelier.metrics.sets.Evaluation;
import org.atelier.metrics.sets.EvaluationOptions;
import org.atelier.metrics.sets.KernelOptions;
import org.atelier.metrics.sets.ReferenceStatistics;
import org.atelier.monitoring.PictureCount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares generated pictures with real ones: {@code ./atelier evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    description = {
      "Compares a model's samples with real pictures, or one folder of pictures with" + " another.",
      "./atelier evaluate --model RUN --data SET|FOLDER",
      "./atelier evaluate REFERENCE GENERATED"
    },
    footer = {
      "",
      "Scores are comparable only with the same feature network, resizer, counts and"
          + " reference; --compare refuses others.",
      "",
      Commands.EXIT_CODES
    })
public final class Evaluate implements Callable<Integer> {
  private static final int COUNT = 10_000;
  private static final int MOST = 10_000_000;

  /**
   * Fewer pictures give meaningless scores, and have too few neighbours for precision and recall.
   */
  private static final int LEAST = 10;

  /** Values of {@code --metrics}. */
  enum Metric {
    DISTANCE,
    KERNEL,
    PRECISION,
    SCORE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      arity = "0..2",
      paramLabel = "FOLDER",
      description =
          "Two folders of pictures or embedded data sets, the reference first; with --reference,"
              + " one. "
              + DataName.RULE)
  private List<String> folders = List.of();

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "Folder of a run, or of one of its checkpoints, whose samples are evaluated.")
  private @Nullable Path model;

  @Option(
      names = "--data",
      paramLabel = "SET|FOLDER",
      description =
          "Reference pictures, centre-cropped and scaled to the model's size: an embedded data"
              + " set or a folder. "
              + DataName.RULE)
  private @Nullable String data;

  @Range(from = LEAST, to = MOST)
  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of generated pictures (default: " + COUNT + ", or all of a folder).")
  private @Nullable Integer count;

  @Option(
      names = "--metrics",
      paramLabel = "distance|kernel|precision|score",
      split = ",",
      description =
          "Metrics: Fréchet distance; kernel distance; precision with recall, density and"
              + " coverage; classifier score, which needs a classifier (default: the first three).")
  private Set<Metric> metrics = EnumSet.of(Metric.DISTANCE, Metric.KERNEL, Metric.PRECISION);

  @Mixin private final FeatureChoice features = new FeatureChoice();

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description =
          "Statistics that --save-reference has written, in place of --data or the first"
              + " folder.")
  private @Nullable Path reference;

  @Option(
      names = "--save-reference",
      paramLabel = "FILE",
      description = "Save the statistics of the reference pictures to this .safetensors file.")
  private @Nullable Path saveReference;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed of the samples, as in ./atelier sample (default: 0).")
  private long seed;

  @Range(from = 1, to = AggregatePosterior.MOST)
  @Option(
      names = "--mixture",
      paramLabel = "N",
      description =
          "Sample from a mixture of N Gaussians in place of the prior, fitted to the latents of"
              + " the run's training pictures (the aggregate posterior); for variational"
              + " auto-encoders.")
  private @Nullable Integer mixture;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Machine-readable report to write, .json.")
  private @Nullable Path out;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description =
          "Earlier report with the same fingerprint, from which to print the differences.")
  private @Nullable Path compare;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    Optional<EvaluationReport> earlier =
        compare == null ? Optional.empty() : Optional.of(EvaluationReport.read(compare));
    engine.prepare(null);
    Device device = engine.device();
    if (model == null) {
      PictureFeed generated = folder(folders.get(folders.size() - 1), count);
      return evaluate(generated, null, earlier, device);
    }
    try (var trained = TrainedModel.open(model, device)) {
      int wanted = count == null ? COUNT : count;
      PictureFeed generated =
          mixture == null
              ? PictureFeed.of(trained, seed, wanted)
              : PictureFeed.ofMixture(trained, mixture, seed, wanted);
      Shape shape = trained.requireLatents().pictureShape();
      return evaluate(generated, shape, earlier, device);
    }
  }

  /** Checks the options before anything is read. */
  private void check() {
    if ((model == null) == folders.isEmpty() || (model == null && data != null)) {
      throw new UsageException(
          "Expected --model and --data, or two folders of pictures, the reference first");
    }
    int references = (data != null || folders.size() == 2 ? 1 : 0) + (reference != null ? 1 : 0);
    if (references != 1) {
      throw new UsageException(
          "Expected one reference: --data or a first folder, or --reference with saved"
              + " statistics");
    }
    if (reference != null && saveReference != null) {
      throw new UsageException(
          "--save-reference saves statistics computed from pictures; leave out --reference");
    }
    if (mixture != null && model == null) {
      throw new UsageException(
          "--mixture expects --model with the run of an auto-encoder; add it, or leave --mixture"
              + " out");
    }
    features.check();
    if (reference != null) {
      Inputs.file("--reference", "a file of ./atelier evaluate --save-reference", reference);
    }
    if (compare != null) {
      Inputs.file("--compare", "a report of ./atelier evaluate --out", compare);
    }
    if (out != null) {
      OutputFile.check("--out", out, List.of(".json"));
    }
    if (saveReference != null) {
      OutputFile.check("--save-reference", saveReference, List.of(LatentFile.ENDING));
    }
    if (model != null) {
      Inputs.folder("--model", TrainedModel.FOLDER, model);
    }
  }

  private static PictureFeed folder(String name, @Nullable Integer most) {
    if (EmbeddedSet.named(name).isEmpty()) {
      Inputs.folder(
          "FOLDER", "a folder of pictures or an embedded data set", PathArgument.of(name));
    }
    TrainingPictures pictures = UsageException.unless(() -> TrainingPictures.open(name));
    int size = pictures.source().size();
    int used = most == null ? size : Math.min(size, most);
    return PictureFeed.of(pictures.source(), pictures.title(), used, null);
  }

  private Integer evaluate(
      PictureFeed generated,
      @Nullable Shape shape,
      Optional<EvaluationReport> earlier,
      Device device)
      throws IOException {
    try (var network = features.open(device)) {
      if (reference != null) {
        Path file = reference;
        var statistics = UsageException.unless(() -> ReferenceStatistics.read(file));
        EvaluationOptions options = options(statistics.count(), generated.size());
        requireComparable(earlier, network, statistics.split(), statistics.count(), generated);
        try (statistics;
            var evaluation =
                UsageException.unless(() -> new Evaluation(network, statistics, options))) {
          return report(evaluation, generated, earlier, device);
        }
      }
      PictureFeed real = real(shape);
      EvaluationOptions options = options(real.size(), generated.size());
      requireComparable(earlier, network, real.title(), real.size(), generated);
      try (var evaluation = new Evaluation(network, real.title(), options);
          NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
        try (var progress = new PictureCount("reference", real.size(), screen())) {
          real.into(evaluation::addReference, manager, progress);
        }
        return report(evaluation, generated, earlier, device);
      }
    }
  }

  private PictureFeed real(@Nullable Shape shape) {
    if (data == null) {
      return folder(folders.get(0), null);
    }
    String name = data;
    TrainingPictures pictures = UsageException.unless(() -> TrainingPictures.open(name));
    return PictureFeed.of(pictures.source(), pictures.title(), pictures.source().size(), shape);
  }

  private EvaluationOptions options(long references, int generated) {
    long least = Math.min(references, generated);
    if (least < LEAST) {
      throw new UsageException(
          "Expected at least %s pictures in each set, but got %s and %s"
              .formatted(LEAST, references, generated));
    }
    KernelOptions kernel = KernelOptions.defaults();
    int subset = (int) Math.min(kernel.subsetSize(), least);
    EvaluationOptions options =
        EvaluationOptions.defaults().withKernel(kernel.withSubsetSize(subset));
    return metrics.contains(Metric.SCORE)
        ? options.withClassifier(
            new ClassifierScoreOptions(
                generated, Math.min(options.classifier().splits(), generated)))
        : options;
  }

  private static void requireComparable(
      Optional<EvaluationReport> earlier,
      FeatureNetwork network,
      String split,
      long references,
      PictureFeed generated) {
    earlier.ifPresent(
        report ->
            report.requireComparable(
                new Fingerprint(
                    "",
                    network.name(),
                    network.hash(),
                    network.resizer(),
                    ValueRange.SYMMETRIC + " rounded to 8 bits",
                    references,
                    generated.size(),
                    split)));
  }

  private Integer report(
      Evaluation evaluation,
      PictureFeed generated,
      Optional<EvaluationReport> earlier,
      Device device)
      throws IOException {
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        var progress = new PictureCount("generated", generated.size(), screen())) {
      generated.into(evaluation::addGenerated, manager, progress);
    }
    EvaluationReport report = EvaluationReport.of(generated.title(), scores(evaluation));
    report.print(screen(), earlier);
    if (saveReference != null) {
      evaluation.reference().write(saveReference);
    }
    if (out != null) {
      report.write(out);
    }
    return Commands.DONE;
  }

  private List<Score> scores(Evaluation evaluation) {
    var scores = new ArrayList<Score>();
    if (metrics.contains(Metric.DISTANCE)) {
      scores.add(evaluation.frechetDistance());
    }
    if (metrics.contains(Metric.KERNEL)) {
      scores.add(evaluation.kernelDistance());
    }
    if (metrics.contains(Metric.PRECISION)) {
      scores.addAll(evaluation.precisionRecall());
    }
    if (metrics.contains(Metric.SCORE)) {
      scores.add(evaluation.classifierScore());
    }
    return scores;
  }

  private PrintWriter screen() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
