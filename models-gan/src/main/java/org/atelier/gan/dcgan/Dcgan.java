package org.atelier.gan.dcgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.atelier.data.batch.Images;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.NonSaturating;
import org.atelier.loss.R1Penalty;
import org.atelier.model.Gan;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;

/**
 * Deep convolutional GAN (arXiv:1511.06434) with the weights, losses and training of
 * pytorch/examples:
 *
 * <pre>
 * D minimises  −E log σ(D(x)) − E log(1 − σ(D(G(z))))
 * G minimises  −E log σ(D(G(z)))
 * </pre>
 *
 * <p>D learns first in a step; both learn from the same fakes. D gets real and generated pictures
 * in two batches, so that batch norm computes separate statistics of them, and gives logits: the
 * sigmoid is part of the loss.
 */
public final class Dcgan extends Gan<Images> {
  private final DcganOptions options;
  private final NonSaturating loss;

  /** Creates an untrained model. */
  public Dcgan(DcganOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.picture()),
            options.optimizer()),
        new Discriminator(
            options.picture().shape(),
            options.networks().discriminator(options.picture()),
            options.optimizer()));
    this.options = options;
    loss = new NonSaturating(options.stabilisation().realTarget());
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Dcgan load(Path run) throws IOException {
    return Trained.load(run, Dcgan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static Dcgan load(Path run, Device device) throws IOException {
    return Trained.load(run, Dcgan.class, device);
  }

  @Override
  public DcganOptions options() {
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
