package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.datasets.FashionMnist;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.monitoring.ProgressBar;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/**
 * How do I continue a run that has ended or was killed? Every start trains some steps more, from
 * the run's last checkpoint, to the same bits as a run that was never interrupted; {@code
 * losses.csv} has the rows of all of them.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps to add.
 */
public final class ResumeRun {
  private ResumeRun() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/ResumeRun");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 200;
    TrainingData<Images> clothes = FashionMnist.embedded().images(32);
    var bar = ProgressBar.onScreen();

    if (!Files.exists(run)) {
      var nets = StridedNetworks.of(32, 32); // 32 filters each
      var options = DcganOptions.defaults().withImageSize(32).withChannels(1).withNetworks(nets);
      var training = TrainingOptions.defaults().withBatchSize(32).withSteps(steps);
      try (var gan = new Dcgan(options)) {
        new TrainingLoop<>(gan, clothes, training).with(bar).run(run);
      }
    } else {
      // The checkpoint has the options of the model and of the training; only the end changes.
      Checkpoint last = Checkpoints.latest(run);
      long done = last.description().step();
      var training = last.trainingOptions().withSteps(done + steps);
      try (var gan = new Dcgan(last.options(DcganOptions.class))) {
        new TrainingLoop<>(gan, clothes, training).with(bar).resume(run);
      }
      System.out.printf(Locale.ROOT, "Continued at step %d.%n", done);
    }
    System.out.printf(
        Locale.ROOT,
        "%s is at step %d; start the example again to continue it.%n",
        run,
        Checkpoints.latest(run).description().step());
  }
}
