package org.atelier.gan.dcgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.Images;
import org.atelier.gan.StridedConvolutions;
import org.atelier.loss.AdversarialLoss;
import org.atelier.loss.NonSaturating;
import org.atelier.model.Discriminator;
import org.atelier.model.Gan;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
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
 * <p>Both phases of a step judge the same fakes; the discriminator sees real and generated pictures
 * in two batches, so that batch norm keeps them apart. The discriminator gives logits: its sigmoid
 * is part of the loss.
 */
public final class Dcgan extends Gan<Images> {
  private final DcganOptions options;
  private final AdversarialLoss loss;

  /** A model that knows nothing yet. */
  public Dcgan(DcganOptions options) {
    super(
        new Generator(
            options.latentSize(),
            StridedConvolutions.generator(
                options.latentSize(), options.picture(), options.generatorFilters()),
            Adam.of(options.learningRate(), options.beta1())),
        new Discriminator(
            options.picture().shape(),
            StridedConvolutions.discriminator(options.picture(), options.discriminatorFilters()),
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
    NDArray images = step.batch().images();
    NDArray real = judged(step, images);
    NDArray fake = judged(step, fake(step).stopGradient());
    Objective judging = Objective.of("real", loss.real(real)).plus("fake", loss.fake(fake));
    return options.stabilisation().penalised(judging, step, discriminator()::forward, images);
  }

  @Override
  protected Objective generatorObjective(Step<Images> step) {
    return Objective.of("adversarial", loss.generator(judged(step, fake(step))));
  }

  private NDArray judged(Step<Images> step, NDArray pictures) {
    return discriminator().forward(options.stabilisation().seen(step, pictures));
  }
}
