package org.atelier.benchmarks.experiments;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.atelier.data.source.PictureSource;
import org.atelier.features.FeatureNetworks;
import org.atelier.files.NewFile;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.sets.Evaluation;
import org.atelier.metrics.sets.EvaluationOptions;
import org.atelier.metrics.sets.KernelOptions;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Judges sets of samples, whoever made them: distances to the test pictures by two feature
 * networks, precision and recall, and for conditional models the agreement of a classifier with the
 * class that was asked for. Writes {@code scores.json} beside each set's samples; what is there by
 * the same networks is kept.
 */
@Command(name = "score", mixinStandardHelpOptions = true)
final class Score implements Callable<Integer> {
  static final String SCORES = "scores.json";
  private static final int AT_ONCE = 500;

  /** Half the pictures and a fifth of the subsets are plenty here, and a tenth of the time. */
  private static final int KEPT = 5_000;

  private static final int SUBSETS = 20;
  private static final int SUBSET = 1_000;
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  @Option(names = "--data", description = "Folder of Fashion-MNIST's training files.")
  private @Nullable Path data;

  @Option(
      names = "--judge",
      required = true,
      description = "Folder of the classifier, which is trained if it is missing.")
  private Path judge = Path.of("");

  @Option(names = "--size", description = "Side of the pictures for MobileNetV2.")
  private int size = 64;

  @Option(names = "--floor", description = "Where the score of real training pictures is written.")
  private @Nullable Path floor;

  @Parameters(description = "Folders of samples.")
  private List<Path> sets = List.of();

  private Score() {}

  /** Judges the sets. */
  public static void main(String... args) {
    System.exit(new CommandLine(new Score()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Clothes clothes = Clothes.open(data);
    int batches = (clothes.heldOut().size() + AT_ONCE - 1) / AT_ONCE;
    try (var classifier = Judge.open(judge, clothes);
        var general = new Remembered(FeatureNetworks.mobileNetV2(size, Device.cpu()), batches);
        var special = new Remembered(classifier.features(), batches)) {
      double accuracy = classifier.accuracy(clothes.heldOut().labelled(Clothes.SIZE));
      System.out.printf(
          Locale.ROOT, "The classifier's accuracy on the test pictures: %.4f%n", accuracy);
      if (floor != null) {
        var all = CounterRandom.of(0, "floor").permutation(clothes.training().size());
        var real = clothes.training().subset(Arrays.copyOf(all, clothes.heldOut().size()));
        JsonObject scores = scores(real, clothes, general, special, floor);
        scores.addProperty("classifier accuracy", accuracy);
        NewFile.write(floor, GSON.toJson(scores));
      }
      for (Path set : sets) {
        Samples samples = Samples.read(set);
        Path file = set.resolve(SCORES);
        JsonObject scores = scores(samples.pictures(), clothes, general, special, file);
        int[] labels = samples.labels();
        if (labels != null) {
          scores.addProperty("agreement", classifier.agreement(samples.pictures(), labels));
          scores.add(
              "agreement by class",
              GSON.toJsonTree(classifier.agreementByClass(samples.pictures(), labels)));
        }
        NewFile.write(file, GSON.toJson(scores));
        System.out.printf("Scored %s%n", set);
      }
    }
    return 0;
  }

  /** By both networks; what the file has of the same network is kept. */
  private static JsonObject scores(
      PictureSource samples,
      Clothes clothes,
      FeatureNetwork general,
      FeatureNetwork special,
      Path file)
      throws IOException {
    JsonObject old =
        Files.exists(file)
            ? GSON.fromJson(Files.readString(file), JsonObject.class)
            : new JsonObject();
    var scores = new JsonObject();
    scores.add("MobileNetV2", scores(samples, clothes, general, old.get("MobileNetV2")));
    scores.add("classifier", scores(samples, clothes, special, old.get("classifier")));
    return scores;
  }

  private static JsonObject scores(
      PictureSource samples, Clothes clothes, FeatureNetwork network, @Nullable JsonElement old)
      throws IOException {
    if (old != null) {
      JsonObject by = old.getAsJsonObject().getAsJsonObject("fingerprint");
      if (by.get("networkHash").getAsString().equals(network.hash())
          && by.get("resizer").getAsString().equals(network.resizer())) {
        return old.getAsJsonObject();
      }
    }
    return scores(samples, clothes, network);
  }

  private static JsonObject scores(PictureSource samples, Clothes clothes, FeatureNetwork network)
      throws IOException {
    var options =
        EvaluationOptions.defaults()
            .withCapacity(KEPT)
            .withKernel(KernelOptions.defaults().withSubsets(SUBSETS).withSubsetSize(SUBSET));
    try (var evaluation = new Evaluation(network, clothes.split(), options);
        var scope = NDManager.newBaseManager("PyTorch")) {
      for (int from = 0; from < clothes.heldOut().size(); from += AT_ONCE) {
        try (NDManager scratch = scope.newSubManager()) {
          evaluation.addReference(Pictures.toBatch(batch(clothes.heldOut(), from), scratch));
        }
      }
      for (int from = 0; from < samples.size(); from += AT_ONCE) {
        try (NDManager scratch = scope.newSubManager()) {
          evaluation.addGenerated(Pictures.toBatch(batch(samples, from), scratch));
        }
      }
      var json = new JsonObject();
      add(json, evaluation.frechetDistance());
      add(json, evaluation.kernelDistance());
      evaluation.precisionRecall().forEach(score -> add(json, score));
      return json;
    }
  }

  private static List<Picture> batch(PictureSource source, int from) throws IOException {
    int to = Math.min(source.size(), from + AT_ONCE);
    var pictures = new Picture[to - from];
    for (int i = from; i < to; i++) {
      pictures[i - from] = source.picture(i);
    }
    return List.of(pictures);
  }

  private static void add(JsonObject json, org.atelier.metrics.Score score) {
    json.addProperty(score.metric(), score.value());
    if (!json.has("fingerprint")) {
      json.add("fingerprint", GSON.toJsonTree(score.fingerprint()));
    }
  }
}
