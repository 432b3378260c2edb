package org.atelier.gan.wgangp;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.GradientPenalty;
import org.atelier.loss.R1Penalty;
import org.atelier.loss.Wasserstein;
import org.atelier.model.Gan;
import org.atelier.model.Phase;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Output;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;

/**
 * Wasserstein GAN with gradient penalty (arXiv:1704.00028, equation 3), with the training of
 * PyTorch-GAN:
 *
 * <pre>
 * D minimises  E D(G(z)) − E D(x) + λ · E (‖∇D(x̂)‖₂ − 1)²,   x̂ = αx + (1 − α)G(z)
 * G minimises  −E D(G(z)),   in every n-th step
 * </pre>
 *
 * <p>D is a critic without a sigmoid. Both phases of a step use the same latents, but the generator
 * runs in each, since most critic steps need no gradient of the generator.
 */
public final class WganGp extends Gan<Images> {
  /** The α of each picture's interpolate x̂, (N); tests choose it. */
  static final Output<NDArray> ALPHA = Output.named("alpha");

  private final WganGpOptions options;
  private final Wasserstein loss = new Wasserstein();

  /** Creates an untrained model. */
  public WganGp(WganGpOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.picture()),
            options.optimizer()),
        new Discriminator(
            options.picture().shape(),
            options.networks().critic(options.picture()),
            options.optimizer()));
    this.options = options;
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static WganGp load(Path run) throws IOException {
    return Trained.load(run, WganGp.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static WganGp load(Path run, Device device) throws IOException {
    return Trained.load(run, WganGp.class, device);
  }

  @Override
  public WganGpOptions options() {
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
    NDArray real = s.augment().apply(step, x);
    NDArray fake = s.augment().apply(step, gz);
    return Objective.of("real", loss.real(discriminator().forward(real)))
        .plus("fake", loss.fake(discriminator().forward(fake)))
        .plus(
            "penalty",
            options.penalty().weightAt(step.index()),
            () -> gradientPenalty(step, real, fake))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }

  private NDArray gradientPenalty(Step<Images> step, NDArray real, NDArray fake) {
    NDArray alpha = step.once(ALPHA, () -> step.uniform(real.getShape().get(0)));
    return GradientPenalty.of(discriminator()::forward, real, fake, alpha);
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    Function<NDArray, NDArray> d =
        options.stabilisation().augmenting(step, discriminator()::forward);
    return Objective.of("adversarial", loss.generator(d.apply(generate(step))));
  }
}
