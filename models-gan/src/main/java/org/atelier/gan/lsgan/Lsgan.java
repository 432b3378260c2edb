package org.atelier.gan.lsgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.atelier.data.batch.Images;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.LeastSquares;
import org.atelier.loss.R1Penalty;
import org.atelier.model.Gan;
import org.atelier.model.Phase;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;

/**
 * Least-squares GAN (arXiv:1611.04076, equation 9) with the networks and the training of
 * PyTorch-GAN:
 *
 * <pre>
 * G minimises  E (D(G(z)) − 1)²
 * D minimises  ½ [ E (D(x) − 1)² + E D(G(z))² ]
 * </pre>
 *
 * <p>Fakes that D takes for real but that lie far from its decision boundary still have a loss,
 * which counters vanishing gradients of G. G learns first in a step; D then learns from the fakes
 * that G made before its update.
 */
public final class Lsgan extends Gan<Images> {
  private final LsganOptions options;
  private final LeastSquares loss;

  /** Creates an untrained model. */
  public Lsgan(LsganOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.picture()),
            options.optimizer()),
        new Discriminator(
            options.picture().shape(), options.networks().discriminator(), options.optimizer()));
    this.options = options;
    loss = new LeastSquares(options.stabilisation().realTarget());
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Lsgan load(Path run) throws IOException {
    return Trained.load(run, Lsgan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static Lsgan load(Path run, Device device) throws IOException {
    return Trained.load(run, Lsgan.class, device);
  }

  @Override
  public LsganOptions options() {
    return options;
  }

  @Override
  public List<Phase<Images>> phases() {
    return List.of(
        Phase.of("generator", this::generatorObjective, generator()),
        Phase.of("discriminator", this::discriminatorObjective, discriminator()));
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    Function<NDArray, NDArray> d =
        options.stabilisation().augmenting(step, discriminator()::forward);
    return Objective.of("adversarial", loss.generator(d.apply(fake(step))));
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    Stabilisation s = options.stabilisation();
    Function<NDArray, NDArray> d = s.augmenting(step, discriminator()::forward);
    NDArray x = step.batch().images();
    return Objective.of("real", 0.5, loss.real(d.apply(x)))
        .plus("fake", 0.5, loss.fake(d.apply(fake(step).stopGradient())))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }
}
