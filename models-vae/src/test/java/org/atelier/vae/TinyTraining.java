package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.LabelledImages;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.model.GenerativeModel;
import org.atelier.model.network.Network;
import org.atelier.optim.Adam;
import org.atelier.train.LoopListener;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/** Short trainings on some Fashion-MNIST: the objective falls, nothing leaks. */
public final class TinyTraining {
  public static final int PICTURES = 64;

  private TinyTraining() {}

  /** A narrow auto-encoder of 28×28. */
  public static AutoencoderOptions options() {
    return AutoencoderOptions.defaults()
        .withArchitecture(AutoencoderArchitecture.perceptrons(PictureShape.grey(28), 24))
        .withLatentSize(4)
        .withOptimizer(Adam.of(5e-3, 0.9));
  }

  /** The first pictures with their labels. */
  public static TrainingData<LabelledImages> data() {
    FashionMnist all = FashionMnist.embedded();
    int[] labels = IntStream.range(0, PICTURES).map(all::label).toArray();
    return LabelledImages.join(all.filter(i -> i < PICTURES).images(28), labels);
  }

  /** The first pictures. */
  public static List<Picture> pictures(int count) {
    FashionMnist all = FashionMnist.embedded();
    return IntStream.range(0, count).mapToObj(all::picture).toList();
  }

  /** Trains, and expects the minimised sum to fall. */
  public static <B extends ExampleBatch> void train(
      GenerativeModel<B> model, TrainingData<? extends B> data, int steps, Path run, String metric)
      throws IOException {
    var values = new ArrayList<Double>();
    var arrays = new ArrayList<Integer>();
    new TrainingLoop<>(
            model,
            data,
            TrainingOptions.defaults()
                .withBatchSize(16)
                .withSteps(steps)
                .withCheckpointEvery(steps))
        .with(
            new LoopListener() {
              @Override
              public void onStep(StepReport report) {
                values.add(report.metrics().get(metric).doubleValue());
                arrays.add(model.networks().stream().mapToInt(Network::managedArrays).sum());
              }
            })
        .run(run);
    assertThat(arrays).hasSize(steps).containsOnly(arrays.get(0));
    double first = mean(values.subList(0, steps / 4));
    double last = mean(values.subList(steps - steps / 4, steps));
    assertThat(last).as(metric).isLessThan(0.8 * first);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }

  /** Whether two lists of pictures are the same to the bit. */
  public static void assertSame(List<Picture> actual, List<Picture> expected) {
    assertThat(actual.stream().map(Picture::values).toList())
        .usingRecursiveComparison()
        .isEqualTo(expected.stream().map(Picture::values).toList());
  }
}
