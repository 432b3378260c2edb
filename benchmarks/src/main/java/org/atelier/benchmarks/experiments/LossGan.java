package org.atelier.benchmarks.experiments;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.atelier.data.batch.Images;
import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.loss.AdversarialLoss;
import org.atelier.loss.R1Penalty;
import org.atelier.model.Gan;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;

/** Any adversarial loss between multilayer perceptrons: what a new model takes. */
final class LossGan extends Gan<Images> {
  record Options(
      PictureShape picture,
      PerceptronNetworks networks,
      Adam optimizer,
      Stabilisation stabilisation) {}

  private final Options options;
  private final AdversarialLoss loss;

  LossGan(Options options, AdversarialLoss loss) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.picture()),
            options.optimizer()),
        new Discriminator(
            options.picture().shape(), options.networks().discriminator(), options.optimizer()));
    this.options = options;
    this.loss = loss;
    options.stabilisation().keepAverage(generator());
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    Stabilisation s = options.stabilisation();
    Function<NDArray, NDArray> d = s.augmenting(step, discriminator()::forward);
    NDArray x = step.batch().images();
    return Objective.of("real", loss.real(d.apply(x)))
        .plus("fake", loss.fake(d.apply(fake(step).stopGradient())))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    Function<NDArray, NDArray> d =
        options.stabilisation().augmenting(step, discriminator()::forward);
    return Objective.of("adversarial", loss.generator(d.apply(fake(step))));
  }
}
