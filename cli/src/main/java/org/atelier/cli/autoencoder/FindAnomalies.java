package org.atelier.cli.autoencoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureClasses;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.RunData;
import org.atelier.cli.model.TrainedModel;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.files.NewFile;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.metrics.RocArea;
import org.atelier.model.capability.AnomalyScore;
import org.atelier.model.capability.AnomalyScoring;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.model.capability.Reconstructing;
import org.atelier.model.condition.Conditions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Detects pictures that are unlike a model's training data: {@code ./atelier anomaly}. */
@Command(
    name = "anomaly",
    description = {
      "Anomaly detection: scores pictures by the reconstruction error and the negative"
          + " log-likelihood of a variational auto-encoder; higher scores are more anomalous.",
      "For a run that excluded a class (./atelier train vae --without-class Bag), it also"
          + " prints how well the scores detect that class among held-out pictures: the area"
          + " under the ROC curve, where 1 is perfect and 0.5 is chance."
    })
public final class FindAnomalies extends ModelCommand {
  private static final int SHOWN = 20;

  @Option(
      names = "--data",
      paramLabel = "SET|FOLDER",
      description =
          "Pictures to score (default: the excluded and the held-out pictures of the run).")
  private @Nullable String data;

  @Option(
      names = "--class",
      paramLabel = "NAME|N",
      description = "Class to detect (default: the class that the run excluded).")
  private @Nullable String className;

  @Range(from = 1, to = 1_000_000)
  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Importance samples for each picture's likelihood (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int samples;

  @Range(from = 1)
  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "Maximum number of pictures of the class to detect, and of others (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int count;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Output table of the scores of all pictures (default: the name of --out with .csv).")
  private @Nullable Path csv;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output picture (.png, .jpg or .tif): the most anomalous pictures by likelihood, each"
              + " above its reconstruction (default: anomalies.png).")
  private Path out = Path.of("anomalies.png");

  /**
   * A picture's scores.
   *
   * @param sought whether it belongs to the class to detect
   */
  private record Scored(int index, boolean sought, double reconstruction, double likelihood) {}

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES);
    OutputFile.check("--csv", csv(), List.of(".csv"));
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    RunData from = RunData.of(trained, data);
    var model =
        trained.require(
            AnomalyScoring.class,
            "a model with a likelihood, such as a vae, beta-vae, cvae or iwae");
    int[] sought = sought(trained, from);
    int[] usual = Arrays.stream(from.evaluationIndices()).filter(i -> !has(sought, i)).toArray();
    var scored = new ArrayList<Scored>();
    scored.addAll(scores(trained, model, from, false, most(usual)));
    scored.addAll(scores(trained, model, from, true, most(sought)));
    scored.sort(Comparator.comparingDouble(Scored::likelihood).reversed());
    NewFile.write(csv(), table(from, scored));
    Pictures.write(mostAnomalous(trained, from, scored), out);
    screen.printf(
        Locale.ROOT,
        "%d pictures %s by %s: %s, %s%n",
        scored.size(),
        sought.length > 0 ? "excluded or " + from.evaluatedOn() : from.evaluatedOn(),
        trained.title(),
        csv(),
        out);
    if (sought.length > 0) {
      screen.printf(
          Locale.ROOT,
          "ROC AUC of detecting %d pictures of %s: %.4f by reconstruction, %.4f by likelihood%n",
          scored.stream().filter(Scored::sought).count(),
          className(from),
          area(scored, AnomalyScore.RECONSTRUCTION),
          area(scored, AnomalyScore.LIKELIHOOD));
    }
  }

  private Path csv() {
    String name = String.valueOf(out.getFileName());
    return csv != null ? csv : out.resolveSibling(name.replaceFirst("\\.[^.]*$", "") + ".csv");
  }

  private @Nullable String className(RunData from) {
    return className != null ? className : from.heldOut().className();
  }

  private int[] sought(TrainedModel trained, RunData from) throws IOException {
    if (className != null) {
      PictureClasses classes = from.pictures().classes();
      return classes.of(classes.label("--class", className));
    }
    return from.heldOut().leftOut(from.pictures());
  }

  private static boolean has(int[] sorted, int index) {
    return Arrays.binarySearch(sorted, index) >= 0;
  }

  private int[] most(int[] indices) {
    return Arrays.copyOf(indices, Math.min(count, indices.length));
  }

  private List<Scored> scores(
      TrainedModel trained, AnomalyScoring model, RunData from, boolean sought, int[] indices)
      throws IOException {
    if (indices.length == 0) {
      return List.of();
    }
    var options = EvidenceOptions.defaults().withSamples(samples);
    TrainingData<Images> pictures = from.images(model.pictureShape()).subset(indices);
    Conditions conditions = from.conditions(trained, indices);
    double[] lost =
        UsageException.unless(
            () -> model.anomalyScores(AnomalyScore.RECONSTRUCTION, pictures, conditions, options));
    double[] unlikely =
        UsageException.unless(
            () -> model.anomalyScores(AnomalyScore.LIKELIHOOD, pictures, conditions, options));
    return IntStream.range(0, indices.length)
        .mapToObj(i -> new Scored(indices[i], sought, lost[i], unlikely[i]))
        .toList();
  }

  private static double area(List<Scored> scored, AnomalyScore by) {
    return RocArea.of(values(scored, false, by), values(scored, true, by));
  }

  private static double[] values(List<Scored> scored, boolean sought, AnomalyScore by) {
    return scored.stream()
        .filter(picture -> picture.sought() == sought)
        .mapToDouble(
            picture ->
                by == AnomalyScore.LIKELIHOOD ? picture.likelihood() : picture.reconstruction())
        .toArray();
  }

  private static String table(RunData from, List<Scored> scored) {
    var text = new StringBuilder("picture,sought,reconstruction,negative log-likelihood\n");
    for (Scored picture : scored) {
      text.append(
          String.format(
              Locale.ROOT,
              "\"%s\",%s,%.6f,%.4f\n",
              from.pictures().source().name(picture.index()).replace("\"", "\"\""),
              picture.sought(),
              picture.reconstruction(),
              picture.likelihood()));
    }
    return text.toString();
  }

  private static Picture mostAnomalous(TrainedModel trained, RunData from, List<Scored> scored)
      throws IOException {
    int[] indices = scored.stream().limit(SHOWN).mapToInt(Scored::index).toArray();
    var model = trained.require(Reconstructing.class, "an auto-encoder");
    List<Picture> pictures = from.some(model.pictureShape(), indices);
    List<Picture> made = model.reconstruct(pictures, from.conditions(trained, indices));
    return Reconstruct.inRows(List.of(pictures, made));
  }
}
