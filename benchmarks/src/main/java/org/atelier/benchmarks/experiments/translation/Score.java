package org.atelier.benchmarks.experiments.translation;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.atelier.data.source.InMemory;
import org.atelier.features.FeatureNetworks;
import org.atelier.files.NewFile;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.loss.L1;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.pairs.PairMean;
import org.atelier.metrics.pairs.Psnr;
import org.atelier.metrics.pairs.Ssim;
import org.atelier.metrics.sets.Evaluation;
import org.atelier.metrics.sets.EvaluationOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Judges translations of the held-out pictures, whoever made them, against their true counterparts:
 * L1, PSNR, SSIM, and the feature distance of both sets. Of faces, a classifier looks for the
 * attribute that was asked for, and whether the others are as they were. Writes {@code scores.json}
 * beside each set's translations.
 */
@Command(name = "score", mixinStandardHelpOptions = true)
final class Score implements Callable<Integer> {
  private static final int AT_ONCE = 50;

  /** Side of the pictures for MobileNetV2, theirs. */
  private static final int SIZE = 64;

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  @Option(names = "--model", required = true)
  private String model = "";

  @Option(names = "--judge", required = true, description = "Folder of the faces' classifier.")
  private Path judge = Path.of("");

  @Option(
      names = "--untranslated",
      required = true,
      description = "Where the scores are written of the pictures as they were given.")
  private Path untranslated = Path.of("");

  @Parameters(description = "Folders of translations.")
  private List<Path> sets = List.of();

  private Score() {}

  /** Judges the sets. */
  public static void main(String... args) {
    System.exit(new CommandLine(new Score()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Task<?, ?> task = Tasks.named(model);
    try (FeatureNetwork features = FeatureNetworks.mobileNetV2(SIZE, Device.cpu())) {
      NewFile.write(untranslated, GSON.toJson(scores(task, features, null)));
      for (Path set : sets) {
        NewFile.write(set.resolve("scores.json"), GSON.toJson(scores(task, features, set)));
        System.out.printf("Scored %s%n", set);
      }
    }
    return 0;
  }

  private JsonObject scores(
      Task<?, ?> task, FeatureNetwork features, @org.jspecify.annotations.Nullable Path set)
      throws IOException {
    var scores = new JsonObject();
    for (Trial trial : task.trials()) {
      List<Picture> made =
          set == null ? all(trial.given()) : PixelFile.read(PixelFile.of(set, trial.name()));
      if (made.size() != trial.given().size()) {
        throw new IOException(
            "Expected %s translations in %s, but got %s"
                .formatted(trial.given().size(), set, made.size()));
      }
      JsonObject own = scores(trial, made, features);
      if (task.name().equals("stargan-faces")) {
        addAttributes(own, trial, made);
      }
      scores.add(trial.name(), own);
    }
    return scores;
  }

  private static List<Picture> all(InMemory pictures) {
    var all = new ArrayList<Picture>();
    for (int i = 0; i < pictures.size(); i++) {
      all.add(pictures.picture(i));
    }
    return all;
  }

  private static JsonObject scores(Trial trial, List<Picture> made, FeatureNetwork features)
      throws IOException {
    List<Picture> truth = all(trial.truth());
    var psnr = new PairMean(Psnr.defaults().withFloor(1e-6), trial.name());
    var ssim = new PairMean(Ssim.defaults(), trial.name());
    double distance = 0;
    try (var evaluation = new Evaluation(features, trial.name(), EvaluationOptions.defaults())) {
      for (int from = 0; from < made.size(); from += AT_ONCE) {
        int to = Math.min(made.size(), from + AT_ONCE);
        try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
          NDArray actual = Pictures.toBatch(made.subList(from, to), scratch);
          NDArray expected = Pictures.toBatch(truth.subList(from, to), scratch);
          distance += L1.of(actual, expected).getFloat() * (to - from);
          psnr.add(actual, expected);
          ssim.add(actual, expected);
          evaluation.addGenerated(actual);
          evaluation.addReference(expected);
        }
      }
      var json = new JsonObject();
      // Of values in [0, 1], as papers have it.
      json.addProperty("L1", distance / made.size() / 2);
      json.addProperty("PSNR", psnr.score().value());
      json.addProperty("SSIM", ssim.score().value());
      json.addProperty("feature distance", evaluation.frechetDistance().value());
      return json;
    }
  }

  private void addAttributes(JsonObject json, Trial trial, List<Picture> made) throws IOException {
    try (var classifier = AttributeJudge.open(judge)) {
      boolean[][] found = classifier.found(made);
      boolean[][] inTruth = classifier.found(all(trial.truth()));
      int attributes = found[0].length;
      var asked = new int[attributes];
      var total = new int[attributes];
      int unchanged = 0;
      int right = 0;
      for (int i = 0; i < found.length; i++) {
        // The trial's order: each face with each attribute changed in turn.
        int changed = i % attributes;
        total[changed]++;
        for (int k = 0; k < attributes; k++) {
          boolean agrees = found[i][k] == trial.wanted()[i][k];
          right += inTruth[i][k] == trial.wanted()[i][k] ? 1 : 0;
          if (k == changed) {
            asked[k] += agrees ? 1 : 0;
          } else {
            unchanged += agrees ? 1 : 0;
          }
        }
      }
      int all = 0;
      var each = new JsonObject();
      for (int k = 0; k < attributes; k++) {
        all += asked[k];
        each.addProperty(Tasks.attributes().names().get(k), (double) asked[k] / total[k]);
      }
      json.addProperty("requested found", (double) all / found.length);
      json.add("requested found by attribute", each);
      json.addProperty("others unchanged", unchanged / (double) (found.length * (attributes - 1)));
      json.addProperty("classifier on the truth", right / (double) (found.length * attributes));
    }
  }
}
