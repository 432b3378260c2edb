package org.atelier.gan.sngan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.atelier.data.batch.Images;
import org.atelier.engine.Gradients;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.Hinge;
import org.atelier.loss.R1Penalty;
import org.atelier.model.Gan;
import org.atelier.model.Phase;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.nn.BatchNorm2d;
import org.atelier.train.Trained;

/**
 * GAN with spectral normalisation (arXiv:1802.05957), the paper's residual networks with the hinge
 * loss:
 *
 * <pre>
 * D minimises  E max(0, 1 − D(x)) + E max(0, 1 + D(G(z)))
 * G minimises  −E D(G(z)),   in every n-th step
 * </pre>
 *
 * <p>Every weight W of D is used as W / σ(W), with σ its largest singular value, which bounds the
 * Lipschitz constant of each layer by 1. Both phases of a step use the same latents, but the
 * generator runs in each, since most discriminator steps need no gradient of the generator.
 */
public final class SnGan extends Gan<Images> {
  private final SnGanOptions options;
  private final Hinge loss = new Hinge();

  /** Creates an untrained model. */
  public SnGan(SnGanOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.picture(), BatchNorm2d::of),
            options.optimizer()),
        new Discriminator(
            options.picture().shape(),
            options.networks().discriminator(options.picture()),
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
  public static SnGan load(Path run) throws IOException {
    return Trained.load(run, SnGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static SnGan load(Path run, Device device) throws IOException {
    return Trained.load(run, SnGan.class, device);
  }

  @Override
  public SnGanOptions options() {
    return options;
  }

  @Override
  public List<Phase<Images>> phases() {
    return List.of(
        Phase.of("discriminator", this::discriminatorObjective, discriminator()),
        Phase.of("generator", this::generatorObjective, generator()).every(options.criticSteps()));
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
