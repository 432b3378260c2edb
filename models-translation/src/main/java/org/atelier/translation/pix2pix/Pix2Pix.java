package org.atelier.translation.pix2pix;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.PairedImages;
import org.atelier.image.PictureTransform;
import org.atelier.loss.AdversarialLoss;
import org.atelier.loss.GradientPenalty;
import org.atelier.loss.L1;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Output;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;
import org.atelier.translation.AdversarialObjective;

/**
 * pix2pix (arXiv:1611.07004): a generator that turns a picture a into b, and a discriminator of
 * patches that sees both, with the training of junyanz/pytorch-CycleGAN-and-pix2pix:
 *
 * <pre>
 * D minimises  ½ [ L(D(a, G(a)), fake) + L(D(a, b), real) ]
 * G minimises  L(D(a, G(a)), real) + λ · E |G(a) − b|
 * </pre>
 *
 * <p>with L the adversarial loss. The discriminator learns first; the generator then answers to
 * what it has become. With the Wasserstein loss, D's sum is not halved, and 10 times the gradient
 * penalty is added. Noise comes from dropout alone, if at all.
 */
public final class Pix2Pix extends GenerativeModel<PairedImages> {
  private static final double PENALTY_WEIGHT = 10;

  private final Output<NDArray> fake = Output.named("fake");
  private final Pix2PixOptions options;
  private final AdversarialLoss loss;
  private final Network generator;
  private final Network discriminator;

  /** A model that knows nothing yet. */
  public Pix2Pix(Pix2PixOptions options) {
    this(
        options,
        new Network(
            "G",
            options.generator().layers(options.domains().outputChannels()),
            adam(options),
            options.domains().input()),
        new Network(
            "D", options.discriminator().network(), adam(options), options.domains().both()));
  }

  private Pix2Pix(Pix2PixOptions options, Network generator, Network discriminator) {
    super(generator, discriminator);
    this.options = options;
    this.generator = generator;
    this.discriminator = discriminator;
    loss = options.objective().loss();
  }

  private static Adam adam(Pix2PixOptions options) {
    return Adam.of(options.learningRate(), options.beta1())
        .withSchedule(options.decay().schedule());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static Pix2Pix load(Path run) throws IOException {
    return Trained.load(run, Pix2Pix.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static Pix2Pix load(Path run, Device device) throws IOException {
    return Trained.load(run, Pix2Pix.class, device);
  }

  @Override
  public Pix2PixOptions options() {
    return options;
  }

  /** The network that makes pictures: (N, C, H, W) to (N, C', H, W). */
  public Network generator() {
    return generator;
  }

  /** The network that judges pairs, (N, C + C', H, W) to logits (N, 1, H', W'). */
  public Network discriminator() {
    return discriminator;
  }

  /**
   * What the trained generator makes of pictures of any size; of a model of label maps, the input
   * is a grey picture whose bytes are classes. Dropout draws anew for every picture, from the
   * engine's generator.
   */
  public PictureTransform transform() {
    return options.generator().transform(generator);
  }

  @Override
  public List<Phase<PairedImages>> phases() {
    return List.of(
        Phase.of("discriminator", this::discriminatorObjective, discriminator),
        Phase.of("generator", this::generatorObjective, generator));
  }

  private NDArray fake(Step<PairedImages> step) {
    return step.once(fake, () -> generator.forward(step.batch().inputs()));
  }

  private Objective discriminatorObjective(Step<PairedImages> step) {
    NDArray given = step.batch().inputs();
    NDArray generated = given.concat(fake(step).stopGradient(), 1);
    NDArray truth = given.concat(step.batch().targets(), 1);
    boolean critic = options.objective() == AdversarialObjective.WGAN_GP;
    double weight = critic ? 1 : 0.5;
    Objective objective =
        Objective.of("fake", weight, loss.fake(discriminator.forward(generated)))
            .plus("real", weight, loss.real(discriminator.forward(truth)));
    return critic
        ? objective.plus(
            "penalty",
            PENALTY_WEIGHT,
            GradientPenalty.of(
                discriminator::forward, truth, generated, step.uniform(truth.getShape().get(0))))
        : objective;
  }

  private Objective generatorObjective(Step<PairedImages> step) {
    NDArray judged = discriminator.forward(step.batch().inputs().concat(fake(step), 1));
    return Objective.of("adversarial", loss.generator(judged))
        .plus("L1", options.l1Weight(), L1.of(fake(step), step.batch().targets()));
  }
}
