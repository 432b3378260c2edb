package org.atelier.benchmarks.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.atelier.data.LabelledImages;
import org.atelier.data.PictureSource;
import org.atelier.data.TrainingData;
import org.atelier.gan.semi.PartlyLabelled;
import org.atelier.gan.semi.SemiSupervisedGan;
import org.atelier.gan.semi.SemiSupervisedGanOptions;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.NetworkFeatures;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/**
 * A small classifier of clothes, trained here on real pictures: it says whether a picture shows the
 * class that was asked for, and its last features are those of a network that knows clothes.
 */
final class Judge implements AutoCloseable {
  private static final long STEPS = 4000;
  private static final int BATCH = 128;

  private final SemiSupervisedGan classifier;

  private Judge(SemiSupervisedGan classifier) {
    this.classifier = classifier;
  }

  /** The classifier of a folder; trained first if there is none. */
  static Judge open(Path folder, Clothes clothes) throws IOException {
    if (Files.isDirectory(folder.resolve("checkpoints"))) {
      return new Judge(SemiSupervisedGan.load(folder));
    }
    var model = new SemiSupervisedGan(options());
    var data =
        PartlyLabelled.join(
            clothes.training().images(Clothes.SIZE), clothes.training().labelled(Clothes.SIZE));
    var training =
        TrainingOptions.defaults()
            .withBatchSize(BATCH)
            .withSteps(STEPS)
            .withCheckpointEvery(STEPS)
            .withKeepCheckpoints(1);
    new TrainingLoop<>(model, data, training).run(folder);
    return new Judge(model);
  }

  /** The discriminator alone, which is then a classifier. */
  private static SemiSupervisedGanOptions options() {
    return SemiSupervisedGanOptions.defaults()
        .withUnlabelledWeight(0)
        .withDropout(0.1)
        .withLearningRate(1e-3);
  }

  /** The share of pictures whose class is found, in [0, 1]. */
  double accuracy(TrainingData<LabelledImages> data) throws IOException {
    return classifier.accuracy(data);
  }

  /** The share of samples in which the class is found that was asked for, in [0, 1]. */
  double agreement(PictureSource pictures, int[] labels) throws IOException {
    return accuracy(LabelledImages.join(pictures.images(Clothes.SIZE), labels));
  }

  /** The same for each class. */
  double[] agreementByClass(PictureSource pictures, int[] labels) throws IOException {
    var shares = new double[Clothes.CLASSES];
    for (int c = 0; c < shares.length; c++) {
      int wanted = c;
      int[] chosen = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
      shares[c] =
          agreement(pictures.subset(chosen), IntStream.of(chosen).map(i -> labels[i]).toArray());
    }
    return shares;
  }

  /** What its last layer reads, as a feature network; it is open as long as this is. */
  FeatureNetwork features() {
    return new NetworkFeatures(classifier.discriminator());
  }

  @Override
  public void close() {
    classifier.close();
  }
}
