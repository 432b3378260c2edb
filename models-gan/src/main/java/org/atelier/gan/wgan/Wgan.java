package org.atelier.gan.wgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.R1Penalty;
import org.atelier.loss.Wasserstein;
import org.atelier.model.Gan;
import org.atelier.model.Phase;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.WeightClip;
import org.atelier.train.Trained;

/**
 * Wasserstein GAN (arXiv:1701.07875, algorithm 1) with the training of PyTorch-GAN:
 *
 * <pre>
 * D minimises  E D(G(z)) − E D(x),   and then every weight is clipped to [−c, c]
 * G minimises  −E D(G(z)),           in every n-th step
 * </pre>
 *
 * <p>D is a critic: it has no sigmoid, and minus its loss estimates, up to a factor, the
 * Wasserstein distance between real and generated pictures, which decreases as pictures get better.
 * Both phases of a step use the same latents, but the generator runs in each, since most critic
 * steps need no gradient of the generator.
 */
public final class Wgan extends Gan<Images> {
  private final WganOptions options;
  private final Wasserstein loss = new Wasserstein();

  /** Creates an untrained model. */
  public Wgan(WganOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.picture()),
            options.optimizer()),
        new Discriminator(
            options.picture().shape(),
            options.networks().critic(options.picture()),
            new WeightClip(options.optimizer(), options.clip())));
    this.options = options;
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Wgan load(Path run) throws IOException {
    return Trained.load(run, Wgan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static Wgan load(Path run, Device device) throws IOException {
    return Trained.load(run, Wgan.class, device);
  }

  @Override
  public WganOptions options() {
    return options;
  }

  @Override
  public List<Phase<Images>> phases() {
    return List.of(
        Phase.of("critic", this::discriminatorObjective, discriminator()),
        Phase.of("generator", this::generatorObjective, generator()).every(options.criticSteps()));
  }

  @Override
  public boolean discriminatorsSaturate() {
    return false;
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    Stabilisation s = options.stabilisation();
    Function<NDArray, NDArray> d = s.augmenting(step, discriminator()::forward);
    NDArray x = step.batch().images();
    NDArray gz = Gradients.withoutRecording(() -> generate(step));
    return Objective.of("real", loss.real(d.apply(x)))
        .plus("fake", loss.fake(d.apply(gz)))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    Function<NDArray, NDArray> d =
        options.stabilisation().augmenting(step, discriminator()::forward);
    return Objective.of("adversarial", loss.generator(d.apply(generate(step))));
  }
}
