package org.atelier.examples;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.batch.Images;
import org.atelier.datasets.FashionMnist;
import org.atelier.gan.StridedNetworks;
import org.atelier.image.PictureShape;
import org.atelier.loss.NonSaturating;
import org.atelier.model.Gan;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.monitoring.ProgressBar;
import org.atelier.monitoring.SampleGrid;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/**
 * How do I write a model of my own? A relativistic GAN (arXiv:1807.00734) is two networks and two
 * objectives; {@code training.gif} shows what it learns of clothes. Arguments: the run, the steps.
 */
public final class OwnModel extends Gan<Images> {
  private static final NonSaturating LOSS = new NonSaturating(); // E softplus(−x)
  private static final Adam ADAM = Adam.of(2e-4, 0.5);
  private final Options options;

  public record Options(PictureShape picture, StridedNetworks nets) {} // what checkpoints keep

  public OwnModel(Options options) {
    super(
        new Generator(options.nets.latentSize(), options.nets.generator(options.picture), ADAM),
        new Discriminator(
            options.picture.shape(), options.nets.discriminator(options.picture), ADAM));
    this.options = options;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    NDArray real = discriminator().forward(step.batch().images());
    NDArray fake = discriminator().forward(fake(step).stopGradient());
    return Objective.of("relativistic", LOSS.generator(real.sub(fake)));
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    NDArray real = discriminator().forward(step.batch().images());
    NDArray fake = discriminator().forward(fake(step));
    return Objective.of("relativistic", LOSS.generator(fake.sub(real)));
  }

  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/OwnModel");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 3000;
    var training = TrainingOptions.defaults().withBatchSize(32).withSteps(steps);
    try (var gan = new OwnModel(new Options(PictureShape.grey(28), StridedNetworks.of(32, 16)))) {
      new TrainingLoop<>(gan, FashionMnist.embedded().images(28), training)
          .with(ProgressBar.onScreen(), new SampleGrid(gan::sample, 64, 100))
          .run(run);
    }
  }
}
