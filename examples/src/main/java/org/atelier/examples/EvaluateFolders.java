package org.atelier.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.ImageFolder;
import org.atelier.datasets.Faces;
import org.atelier.features.FeatureNetworks;
import org.atelier.metrics.sets.Evaluation;
import org.atelier.metrics.sets.EvaluationOptions;
import org.atelier.random.CounterRandom;

/**
 * How do I compare a folder of generated pictures with one of real pictures? Feature distance,
 * precision and recall go to {@code scores.csv}; by default of smiling faces beside all faces,
 * whose recall is low, as after mode collapse.
 *
 * <p>Arguments, all optional: the folder of the result, the number of pictures of each, the folder
 * of real pictures, the folder of generated pictures.
 */
public final class EvaluateFolders {
  private EvaluateFolders() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path out = Path.of(args.length > 0 ? args[0] : "runs/EvaluateFolders");
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 500;
    Faces faces = Faces.embedded().train();
    var smiling = faces.filter(i -> faces.has(i, Faces.Attribute.SMILING));
    Path real =
        args.length > 2
            ? Path.of(args[2])
            : EmbeddedFolder.write(faces, out.resolveSibling("faces"));
    Path generated =
        args.length > 3
            ? Path.of(args[3])
            : EmbeddedFolder.write(smiling, out.resolveSibling("smiling"));

    try (var network = FeatureNetworks.mobileNetV2();
        var evaluation = new Evaluation(network, real.toString(), EvaluationOptions.defaults())) {
      add(ImageFolder.open(real).images(64), count, evaluation::addReference);
      add(ImageFolder.open(generated).images(64), count, evaluation::addGenerated);
      var scores = new ArrayList<>(evaluation.precisionRecall());
      scores.add(0, evaluation.frechetDistance());
      List<String> lines = scores.stream().map(s -> s.metric() + "," + s.value()).toList();
      lines.forEach(System.out::println);
      Files.createDirectories(out);
      Files.write(out.resolve("scores.csv"), lines);
    }
  }

  private static void add(TrainingData<Images> pictures, int most, Consumer<NDArray> to)
      throws IOException {
    int count = Math.min(most, pictures.size());
    for (int from = 0; from < count; from += 50) {
      int[] part = IntStream.range(from, Math.min(from + 50, count)).toArray();
      try (var manager = NDManager.newBaseManager("PyTorch")) {
        to.accept(pictures.load(part, CounterRandom.of(0)).toBatch(manager).images());
      }
    }
  }
}
