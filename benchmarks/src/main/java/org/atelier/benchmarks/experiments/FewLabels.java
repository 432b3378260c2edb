package org.atelier.benchmarks.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.LabelledImages;
import org.atelier.datasets.FashionMnist;
import org.atelier.files.NewFile;
import org.atelier.gan.semi.SemiSupervisedBatch;
import org.atelier.gan.semi.SemiSupervisedGan;
import org.atelier.gan.semi.SemiSupervisedGanOptions;
import org.atelier.gan.semi.SemiSupervisedNetworks;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a classifier with few labels gains from pictures without labels: {@code benchmarks/run
 * semi}. The same network is trained as a {@link SemiSupervisedGan} and without the GAN, on the
 * same labelled pictures, with the same batches, steps and optimizer.
 */
@Command(name = "semi", mixinStandardHelpOptions = true, sortOptions = false)
final class FewLabels implements Callable<Integer> {
  private static final int BATCH = 64;

  /** A quarter of the default's work, so that the experiment ends within minutes. */
  private static final int FILTERS = 48;

  @Option(names = "--data", description = "Folder of Fashion-MNIST's training files.")
  private @Nullable Path data;

  @Option(
      names = "--labels",
      split = ",",
      description = "Labelled pictures, as many of each class; 0 for all (${DEFAULT-VALUE}).")
  private List<Integer> labels = List.of(100, 1000, 0);

  @Option(names = "--seeds", description = "How many, from 0 (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(names = "--steps", description = "Of training (default: ${DEFAULT-VALUE}).")
  private long steps = 2000;

  @Option(names = "--out", required = true, description = "Folder for runs and results.")
  private Path out = Path.of("");

  private FewLabels() {}

  /** Trains and measures. */
  public static void main(String... args) {
    System.exit(new CommandLine(new FewLabels()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Clothes clothes = Clothes.open(data);
    Files.createDirectories(out);
    for (int count : labels) {
      for (int seed = 0; seed < seeds; seed++) {
        for (double weight : new double[] {1, 0}) {
          measure(clothes, count, seed, weight);
        }
      }
    }
    return 0;
  }

  private void measure(Clothes clothes, int count, int seed, double weight) throws IOException {
    String title = count == 0 ? "all" : String.valueOf(count);
    String kind = weight > 0 ? "gan" : "alone";
    Path folder = out.resolve("%s-%s-%s".formatted(title, kind, seed));
    Path result = folder.resolve("accuracy.txt");
    if (!Files.exists(result)) {
      var options =
          SemiSupervisedGanOptions.defaults()
              .withNetworks(SemiSupervisedNetworks.defaults().withFilters(FILTERS))
              .withUnlabelledWeight(weight);
      FashionMnist pictures = clothes.training();
      var joined =
          SemiSupervisedBatch.join(pictures.images(Clothes.SIZE), labelled(pictures, count, seed));
      try (var model = new SemiSupervisedGan(options)) {
        Run.finish(model, joined, BATCH, steps, seed, folder);
        double accuracy = model.accuracy(clothes.heldOut().labelled(Clothes.SIZE));
        NewFile.write(
            result, String.format(Locale.ROOT, "%s,%s,%d,%.4f%n", title, kind, seed, accuracy));
      }
    }
    System.out.print(Files.readString(result));
  }

  /** As many of each class, chosen by the seed; all for a count of 0. */
  static TrainingData<LabelledImages> labelled(FashionMnist pictures, int count, long seed) {
    if (count == 0) {
      return pictures.labelled(Clothes.SIZE);
    }
    if (count % Clothes.CLASSES != 0) {
      throw new IllegalArgumentException(
          "The number of labels must be a multiple of %s, but was %s"
              .formatted(Clothes.CLASSES, count));
    }
    int[] order = CounterRandom.of(seed, "labelled").permutation(pictures.size());
    int[] chosen =
        IntStream.range(0, Clothes.CLASSES)
            .flatMap(
                c ->
                    Arrays.stream(order)
                        .filter(i -> pictures.label(i) == c)
                        .limit(count / Clothes.CLASSES))
            .toArray();
    return LabelledImages.join(
        pictures.subset(chosen).images(Clothes.SIZE),
        Arrays.stream(chosen).map(pictures::label).toArray());
  }
}
