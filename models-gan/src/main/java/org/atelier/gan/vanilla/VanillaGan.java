package org.atelier.gan.vanilla;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.Images;
import org.atelier.gan.Perceptrons;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.NonSaturating;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * The first GAN (arXiv:1406.2661), of multilayer perceptrons, with the non-saturating loss and the
 * training of PyTorch-GAN:
 *
 * <pre>
 * G minimises  −E log σ(D(G(z)))
 * D minimises  ½ [ −E log σ(D(x)) − E log(1 − σ(D(G(z)))) ]
 * </pre>
 *
 * <p>The generator learns first; the discriminator then judges the pictures that were made before.
 * With DRAGAN's penalty of weight 10 ({@link Stabilisation}) this is DRAGAN (arXiv:1705.07215).
 */
public final class VanillaGan extends Gan<Images> {
  private final VanillaGanOptions options;
  private final NonSaturating loss;

  /** A model that knows nothing yet. */
  public VanillaGan(VanillaGanOptions options) {
    super(
        new Generator(
            options.latentSize(),
            Perceptrons.generator(options.widths().generator(), options.picture()),
            Adam.of(options.learningRate(), options.beta1())),
        new Discriminator(
            options.picture().shape(),
            Perceptrons.discriminator(options.widths().discriminator()),
            Adam.of(options.learningRate(), options.beta1())));
    this.options = options;
    loss = new NonSaturating(options.stabilisation().realTarget());
    options.stabilisation().prepare(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static VanillaGan load(Path run) throws IOException {
    return Trained.load(run, VanillaGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static VanillaGan load(Path run, Device device) throws IOException {
    return Trained.load(run, VanillaGan.class, device);
  }

  @Override
  public VanillaGanOptions options() {
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
    return Objective.of("adversarial", loss.generator(judged(step, fake(step))));
  }

  @Override
  protected Objective discriminatorObjective(Step<Images> step) {
    NDArray images = step.batch().images();
    NDArray real = judged(step, images);
    NDArray fake = judged(step, fake(step).stopGradient());
    Objective judging =
        Objective.of("real", 0.5, loss.real(real)).plus("fake", 0.5, loss.fake(fake));
    return options.stabilisation().penalised(judging, step, discriminator()::forward, images);
  }

  private NDArray judged(Step<Images> step, NDArray pictures) {
    return discriminator().forward(options.stabilisation().seen(step, pictures));
  }
}
