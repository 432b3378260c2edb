package org.atelier.benchmarks.experiments;

import ai.djl.ndarray.NDArray;
import org.atelier.data.Images;
import org.atelier.gan.Perceptrons;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.Widths;
import org.atelier.image.PictureShape;
import org.atelier.loss.AdversarialLoss;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Step;
import org.atelier.optim.Adam;

/** Any adversarial loss between multilayer perceptrons: what a new model takes. */
final class LossGan extends Gan<Images> {
  record Options(
      PictureShape picture,
      int latentSize,
      Widths widths,
      double learningRate,
      Stabilisation stabilisation) {}

  private final Options options;
  private final AdversarialLoss loss;

  LossGan(Options options, AdversarialLoss loss) {
    super(
        new Generator(
            options.latentSize(),
            Perceptrons.generator(options.widths().generator(), options.picture()),
            Adam.of(options.learningRate(), 0.5)),
        new Discriminator(
            options.picture().shape(),
            Perceptrons.discriminator(options.widths().discriminator()),
            Adam.of(options.learningRate(), 0.5)));
    this.options = options;
    this.loss = loss;
    options.stabilisation().prepare(generator());
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    NDArray images = step.batch().images();
    NDArray real = discriminator().forward(images);
    NDArray fake = discriminator().forward(fake(step).stopGradient());
    Objective judging = Objective.of("real", loss.real(real)).plus("fake", loss.fake(fake));
    return options.stabilisation().penalised(judging, step, discriminator()::forward, images);
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", loss.generator(discriminator().forward(fake(step))));
  }
}
