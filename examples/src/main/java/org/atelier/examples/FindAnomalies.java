package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.metrics.RocArea;
import org.atelier.model.capability.AnomalyScore;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.monitoring.ProgressBar;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;

/**
 * How do I find pictures that are unlike the training data? A VAE that has never seen a bag scores
 * bags among other clothes by their reconstruction error; {@code anomalies.png} shows the highest
 * scores, and the area under the ROC curve tells how well they separate the two.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps.
 */
public final class FindAnomalies {
  private static final int BAG = FashionMnist.CLASSES.indexOf("Bag");

  private FindAnomalies() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/FindAnomalies");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 1500;
    FashionMnist clothes = FashionMnist.embedded();
    var all = clothes.images(28);
    int[] normal = IntStream.range(0, 8000).filter(i -> clothes.label(i) != BAG).toArray();
    int[] test = IntStream.range(8000, clothes.size()).toArray(); // with bags, never trained on
    try (var vae = new Vae(VaeOptions.defaults())) {
      new TrainingLoop<>(vae, all.subset(normal), TrainingOptions.defaults().withSteps(steps))
          .with(ProgressBar.onScreen())
          .run(run);

      double[] scores =
          vae.anomalyScores(
              AnomalyScore.RECONSTRUCTION, all.subset(test), EvidenceOptions.defaults());
      double[] ofOthers = where(scores, i -> clothes.label(test[i]) != BAG);
      double[] ofBags = where(scores, i -> clothes.label(test[i]) == BAG);
      double area = RocArea.of(ofOthers, ofBags);
      System.out.printf(Locale.ROOT, "Area under the ROC curve: %.3f (0.5: chance)%n", area);

      List<Picture> highest =
          IntStream.range(0, test.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -scores[i]))
              .limit(64)
              .map(i -> clothes.picture(test[i]))
              .toList();
      Pictures.write(PictureGrid.defaults().arrange(highest), run.resolve("anomalies.png"));
    }
  }

  private static double[] where(double[] scores, IntPredicate keep) {
    return IntStream.range(0, scores.length).filter(keep).mapToDouble(i -> scores[i]).toArray();
  }
}
