package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.source.ImageFolder;
import org.atelier.datasets.Faces;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.monitoring.LossPlot;
import org.atelier.monitoring.ProgressBar;
import org.atelier.monitoring.SampleGrid;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/**
 * How do I train a GAN on a folder of pictures? A DCGAN learns from drawn faces; {@code
 * training.gif} in the run's folder shows how its samples improve.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps, the folder of pictures.
 */
public final class TrainGanOnFolder {
  private TrainGanOnFolder() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/TrainGanOnFolder");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 2000;
    Path folder =
        args.length > 2
            ? Path.of(args[2])
            : EmbeddedFolder.write(Faces.embedded().train(), run.resolveSibling("faces"));

    var pictures = ImageFolder.open(folder).images(32); // RGB, scaled to 32×32
    var training = TrainingOptions.defaults().withBatchSize(32).withSteps(steps);
    var nets = StridedNetworks.of(32, 32); // 32 filters each
    try (var gan = new Dcgan(DcganOptions.defaults().withImageSize(32).withNetworks(nets))) {
      new TrainingLoop<>(gan, pictures, training)
          .with(ProgressBar.onScreen(), new SampleGrid(gan::sample, 64, 100), new LossPlot())
          .run(run);
    }
    System.out.printf("See %s and %s%n", run.resolve("training.gif"), run.resolve("losses.png"));
  }
}
