package org.atelier.gan.wgangp;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.Images;
import org.atelier.engine.Gradients;
import org.atelier.loss.GradientPenalty;
import org.atelier.loss.Wasserstein;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Output;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * Wasserstein GAN with gradient penalty (arXiv:1704.00028) of multilayer perceptrons, with the
 * training of PyTorch-GAN:
 *
 * <pre>
 * D minimises  E D(G(z)) − E D(x) + λ · E (‖∇D(x̂)‖₂ − 1)²,   x̂ = αx + (1 − α)G(z)
 * G minimises  −E D(G(z)),   in every n-th step
 * </pre>
 *
 * <p>Both phases of a step use the same latents, but the generator runs anew for each: most steps
 * need no derivative by it.
 */
public final class WganGp extends Gan<Images> {
  /** Where between a real and a generated picture the slope is taken; tests choose it. */
  static final Output<NDArray> ALPHA = Output.named("alpha");

  private final WganGpOptions options;
  private final Wasserstein loss = new Wasserstein();

  /** A model that knows nothing yet. */
  public WganGp(WganGpOptions options) {
    super(
        new Generator(
            options.latentSize(),
            options.architecture().generator(options.latentSize(), options.picture()),
            Adam.of(options.learningRate(), options.beta1())),
        new Discriminator(
            options.picture().shape(),
            options.architecture().critic(options.picture()),
            Adam.of(options.learningRate(), options.beta1())));
    this.options = options;
    options.stabilisation().prepare(generator());
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
    var stabilisation = options.stabilisation();
    NDArray images = step.batch().images();
    NDArray generated = Gradients.withoutRecording(() -> generate(step));
    NDArray seenReal = stabilisation.seen(step, images);
    NDArray seenFake = stabilisation.seen(step, generated);
    NDArray real = discriminator().forward(seenReal);
    NDArray fake = discriminator().forward(seenFake);
    Objective judging =
        Objective.of("real", loss.real(real))
            .plus("fake", loss.fake(fake))
            .plus(
                "penalty",
                options.penalty().weightAt(step.index()),
                () -> slope(step, seenReal, seenFake));
    return stabilisation.penalised(judging, step, discriminator()::forward, images);
  }

  private NDArray slope(Step<Images> step, NDArray real, NDArray fake) {
    NDArray alpha = step.once(ALPHA, () -> step.uniform(real.getShape().get(0)));
    return GradientPenalty.of(discriminator()::forward, real, fake, alpha);
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    NDArray seen = options.stabilisation().seen(step, generate(step));
    return Objective.of("adversarial", loss.generator(discriminator().forward(seen)));
  }
}
