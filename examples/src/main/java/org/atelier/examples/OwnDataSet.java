package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.monitoring.ProgressBar;
import org.atelier.monitoring.SampleGrid;
import org.atelier.random.CounterRandom;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;

/**
 * How do I train on a data set of my own? This one draws rings when they are asked for; {@code
 * training.gif} shows how a VAE learns them.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps.
 */
public final class OwnDataSet implements TrainingData<Images> {
  private static final int SIZE = 28;

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

  /** Draws the picture of an index: grey values in [-1, 1] in row-major order. */
  private static Picture picture(int index) {
    var random = CounterRandom.of(1, index);
    double x = SIZE * (0.3 + 0.4 * random.nextDouble());
    double y = SIZE * (0.3 + 0.4 * random.nextDouble());
    double phase = 2 * Math.PI * random.nextDouble();
    var values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      double distance = Math.hypot(i % SIZE - x, i / SIZE - y);
      values[i] = (float) Math.sin(distance / 2 + phase);
    }
    return new Picture(1, SIZE, SIZE, values);
  }

  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/OwnDataSet");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 2000;
    var training = TrainingOptions.defaults().withSteps(steps);
    try (var vae = new Vae(VaeOptions.defaults())) { // of 28×28 grey pixels
      new TrainingLoop<>(vae, new OwnDataSet(), training)
          .with(ProgressBar.onScreen(), new SampleGrid(vae::sample, 64, 100))
          .run(run);
    }
  }
}
