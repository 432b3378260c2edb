package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.atelier.data.Images;
import org.atelier.data.TrainingData;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.monitoring.ProgressBar;
import org.atelier.monitoring.SampleGrid;
import org.atelier.random.CounterRandom;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/**
 * How do I train on a data set of my own? This one draws coloured rings when they are asked for;
 * {@code training.gif} shows how a DCGAN learns them.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps.
 */
public final class OwnDataSet implements TrainingData<Images> {
  private static final int SIZE = 32;

  @Override
  public int size() {
    return 5000;
  }

  @Override
  public String fingerprint() {
    return "5000 pictures of rings"; // a run resumes with the same data only
  }

  /** Runs on background threads; the engine is not needed before a batch is made. */
  @Override
  public Loaded<Images> load(int[] indices, CounterRandom random) {
    var pictures = IntStream.of(indices).mapToObj(OwnDataSet::picture).toList();
    return manager -> new Images(Pictures.toBatch(pictures, manager));
  }

  /** The picture of a number: RGB in [-1, 1], in the order (C, H, W). */
  private static Picture picture(int index) {
    var random = CounterRandom.of(1, index);
    double x = SIZE * (0.3 + 0.4 * random.nextDouble());
    double y = SIZE * (0.3 + 0.4 * random.nextDouble());
    double phase = 2 * Math.PI * random.nextDouble();
    var values = new float[3 * SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      double distance = Math.hypot(i % SIZE - x, i / SIZE % SIZE - y);
      values[i] = (float) Math.sin(distance / 2 + phase + i / (SIZE * SIZE)); // by channel
    }
    return new Picture(3, SIZE, SIZE, values);
  }

  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/OwnDataSet");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 800;
    var training = TrainingOptions.defaults().withBatchSize(32).withSteps(steps);
    try (var gan =
        new Dcgan(
            DcganOptions.defaults().withImageSize(SIZE).withNetworks(StridedNetworks.of(32, 32)))) {
      new TrainingLoop<>(gan, new OwnDataSet(), training)
          .with(ProgressBar.onScreen(), new SampleGrid(gan::sample, 64, 100))
          .run(run);
    }
  }
}
