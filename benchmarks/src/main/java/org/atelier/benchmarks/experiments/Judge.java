package org.atelier.benchmarks.experiments;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.LabelledImages;
import org.atelier.data.source.PictureSource;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.NetworkFeatures;
import org.atelier.random.CounterRandom;

/**
 * A {@link Classifier} of clothes, trained here on real pictures: it says whether a picture shows
 * the class that was asked for, and its last features are those of a network that knows clothes.
 */
final class Judge implements AutoCloseable {
  private static final int BATCH = 128;
  private static final int AT_ONCE = 500;

  /** Six passes over the 60,000 training pictures. */
  private static final Classifier.Options OPTIONS = new Classifier.Options(2812, 2e-3);

  private final Classifier classifier;

  private Judge(Classifier classifier) {
    this.classifier = classifier;
  }

  /** The classifier of a run's folder; trained first if it is not there yet. */
  static Judge open(Path folder, Clothes clothes) throws IOException {
    var classifier = new Classifier(OPTIONS);
    var data = clothes.training().labelled(Clothes.SIZE);
    Run.finish(classifier, data, BATCH, OPTIONS.steps(), 0, folder);
    return new Judge(classifier);
  }

  /** The share of pictures whose class is found, in [0, 1]. */
  double accuracy(TrainingData<LabelledImages> data) throws IOException {
    long right = 0;
    for (int from = 0; from < data.size(); from += AT_ONCE) {
      int[] indices = IntStream.range(from, Math.min(data.size(), from + AT_ONCE)).toArray();
      try (NDManager scratch = NDManager.newBaseManager(classifier.device(), "PyTorch")) {
        LabelledImages batch = data.load(indices, CounterRandom.of(0, from)).toBatch(scratch);
        long[] found = classifier.classify(batch.images()).toLongArray();
        long[] wanted = batch.labels().toLongArray();
        right += IntStream.range(0, found.length).filter(i -> found[i] == wanted[i]).count();
      }
    }
    return (double) right / data.size();
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
    return new NetworkFeatures(classifier.network());
  }

  @Override
  public void close() {
    classifier.close();
  }
}
