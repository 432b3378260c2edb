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
import org.atelier.cli.command.Require;
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

/** Finds pictures that are unlike what a model has learnt: {@code ./atelier anomaly}. */
@Command(
    name = "anomaly",
    description = {
      "Scores pictures by how unlike they are what a variational auto-encoder has learnt: by what"
          + " is lost in reconstruction, and by their likelihood.",
      "Of a run that left a class out (./atelier train vae --without-class Bag) it also tells how"
          + " well the scores find that class among pictures that were held out: the area under the"
          + " ROC curve, 1 being perfect and 0.5 chance."
    })
public final class FindAnomalies extends ModelCommand {
  private static final int SHOWN = 20;

  @Option(
      names = "--data",
      paramLabel = "SET|FOLDER",
      description =
          "The pictures (default: the run's, those that it left out and those that it held out).")
  private @Nullable String data;

  @Option(
      names = "--class",
      paramLabel = "NAME|N",
      description = "What shall be found (default: the class that the run left out).")
  private @Nullable String className;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Draws for each picture's likelihood (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int samples;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Pictures of each kind at most (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int count;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "The scores of all pictures (default: anomalies.csv).")
  private Path csv = Path.of("anomalies.csv");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The strangest pictures by likelihood, and below each what remains of it: a name that"
              + " ends with .png, .jpg or .tif (default: anomalies.png).")
  private Path out = Path.of("anomalies.png");

  /**
   * A picture's scores.
   *
   * @param sought whether it is of the class that shall be found
   */
  private record Scored(int index, boolean sought, double reconstruction, double likelihood) {}

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES);
    OutputFile.check("--csv", csv, List.of(".csv"));
    Require.atLeast("--samples", samples, 1);
    Require.atLeast("--count", count, 1);
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    RunData from = RunData.of(trained, data);
    var model =
        trained.require(
            AnomalyScoring.class,
            "a model with a likelihood, such as a vae, beta-vae, cvae or iwae");
    int[] sought = sought(trained, from);
    int[] usual = Arrays.stream(from.toJudgeBy()).filter(i -> !has(sought, i)).toArray();
    var scored = new ArrayList<Scored>();
    scored.addAll(scores(trained, model, from, false, most(usual)));
    scored.addAll(scores(trained, model, from, true, most(sought)));
    scored.sort(Comparator.comparingDouble(Scored::likelihood).reversed());
    NewFile.write(csv, table(from, scored));
    Pictures.write(strangest(trained, from, scored), out);
    screen.printf(
        Locale.ROOT,
        "%d pictures %s by %s: %s, %s%n",
        scored.size(),
        sought.length > 0 ? "left out or " + from.judgedBy() : from.judgedBy(),
        trained.title(),
        csv,
        out);
    if (sought.length > 0) {
      screen.printf(
          Locale.ROOT,
          "ROC area of finding %d pictures of %s: %.4f by reconstruction, %.4f by likelihood%n",
          scored.stream().filter(Scored::sought).count(),
          className(from),
          area(scored, AnomalyScore.RECONSTRUCTION),
          area(scored, AnomalyScore.LIKELIHOOD));
    }
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
    Conditions conditions = from.told(trained, indices);
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
              "\"%s\",%s,%.6f,%.4f%n",
              from.pictures().source().name(picture.index()).replace("\"", "\"\""),
              picture.sought(),
              picture.reconstruction(),
              picture.likelihood()));
    }
    return text.toString();
  }

  private static Picture strangest(TrainedModel trained, RunData from, List<Scored> scored)
      throws IOException {
    int[] indices = scored.stream().limit(SHOWN).mapToInt(Scored::index).toArray();
    var model = trained.require(Reconstructing.class, "an auto-encoder");
    List<Picture> pictures = from.some(model.pictureShape(), indices);
    List<Picture> made = model.reconstruct(pictures, from.told(trained, indices));
    return Reconstruct.inRows(List.of(pictures, made));
  }
}
