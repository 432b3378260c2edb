package org.atelier.gan.wgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.Images;
import org.atelier.engine.Gradients;
import org.atelier.loss.Wasserstein;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.RmsProp;
import org.atelier.optim.WeightClip;
import org.atelier.train.Trained;

/**
 * Wasserstein GAN (arXiv:1701.07875) of multilayer perceptrons, with the training of PyTorch-GAN:
 *
 * <pre>
 * D minimises  E D(G(z)) − E D(x),   and then every weight is clipped to [−c, c]
 * G minimises  −E D(G(z)),           in every n-th step
 * </pre>
 *
 * <p>The critic has no sigmoid: minus its loss estimates, up to a factor, the Wasserstein distance
 * of the two distributions, and falls as pictures get better. Both phases of a step use the same
 * latents, but the generator runs anew for each: most steps need no derivative by it.
 */
public final class Wgan extends Gan<Images> {
  private final WganOptions options;
  private final Wasserstein loss = new Wasserstein();

  /** A model that knows nothing yet. */
  public Wgan(WganOptions options) {
    super(
        new Generator(
            options.latentSize(),
            options.architecture().generator(options.latentSize(), options.picture()),
            RmsProp.of(options.learningRate())),
        new Discriminator(
            options.picture().shape(),
            options.architecture().critic(options.picture()),
            new WeightClip(RmsProp.of(options.learningRate()), options.clip())));
    this.options = options;
    options.stabilisation().prepare(generator());
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
    NDArray images = step.batch().images();
    NDArray generated = Gradients.withoutRecording(() -> generate(step));
    NDArray real = judged(step, images);
    NDArray fake = judged(step, generated);
    Objective judging = Objective.of("real", loss.real(real)).plus("fake", loss.fake(fake));
    return options.stabilisation().penalised(judging, step, discriminator()::forward, images);
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", loss.generator(judged(step, generate(step))));
  }

  private NDArray judged(Step<Images> step, NDArray pictures) {
    return discriminator().forward(options.stabilisation().seen(step, pictures));
  }
}
