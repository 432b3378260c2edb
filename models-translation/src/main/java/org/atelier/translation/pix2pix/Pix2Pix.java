package org.atelier.translation.pix2pix;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.PairedImages;
import org.atelier.image.PictureTransform;
import org.atelier.loss.AdversarialLoss;
import org.atelier.loss.GradientPenalty;
import org.atelier.loss.L1;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.capability.Translating;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Output;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;

/**
 * pix2pix (arXiv:1611.07004), with the names and the training of
 * junyanz/pytorch-CycleGAN-and-pix2pix: a generator G from A to B, and a PatchGAN discriminator D
 * of pairs, which are concatenated along the channel axis:
 *
 * <pre>
 * fakeB = G(realA)
 * D minimises  ½ [ L(D(realA, fakeB), fake) + L(D(realA, realB), real) ]
 * G minimises  L(D(realA, fakeB), real) + λ_L1 · E |fakeB − realB|
 * </pre>
 *
 * <p>with L the adversarial loss. The discriminator learns before the generator, which then
 * minimises against the updated discriminator. With the Wasserstein loss D's sum is not halved, and
 * 10 times the gradient penalty is added. The only noise is dropout, if there is any.
 */
public final class Pix2Pix extends GenerativeModel<PairedImages>
    implements Translating, Adversarial {
  private static final String B = "B";
  private static final Output<NDArray> FAKE_B = Output.named("fake B");

  private final Pix2PixOptions options;
  private final AdversarialLoss loss;
  private final Network generator;
  private final Network discriminator;

  /** Creates an untrained model. */
  public Pix2Pix(Pix2PixOptions options) {
    this(
        options,
        new Network(
            "G",
            options.generator().layers(options.domains().b().channels()),
            options.optimizer(),
            options.domains().a().shape()),
        new Network(
            "D",
            options.discriminator().network(),
            options.optimizer(),
            options.domains().concatenated()));
  }

  private Pix2Pix(Pix2PixOptions options, Network generator, Network discriminator) {
    super(generator, discriminator);
    this.options = options;
    this.generator = generator;
    this.discriminator = discriminator;
    loss = options.ganMode().loss();
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

  /** G: pictures of A (N, C_A, H, W) to pictures of B (N, C_B, H, W), values in [-1, 1]. */
  public Network generator() {
    return generator;
  }

  /** D: pairs (N, C_A + C_B, H, W) to logits of patches (N, 1, H', W'). */
  public Network discriminator() {
    return discriminator;
  }

  @Override
  public List<Network> discriminators() {
    return List.of(discriminator);
  }

  @Override
  public boolean discriminatorsSaturate() {
    return options.ganMode().saturates();
  }

  /** "B" alone. */
  @Override
  public List<String> targetDomains() {
    return List.of(B);
  }

  /**
   * {@inheritDoc}
   *
   * <p>If A is one-hot class maps, the transform takes grey pictures whose bytes are classes.
   * Dropout that is active in evaluation draws from the engine's random generator.
   */
  @Override
  public PictureTransform translationTo(String domain) {
    Translating.expectTarget(this, domain);
    return options.generator().transform(generator);
  }

  @Override
  public List<Phase<PairedImages>> phases() {
    return List.of(
        Phase.of("discriminator", this::discriminatorObjective, discriminator),
        Phase.of("generator", this::generatorObjective, generator));
  }

  private NDArray fakeB(Step<PairedImages> step) {
    return step.once(FAKE_B, () -> generator.forward(step.batch().inputs()));
  }

  private Objective discriminatorObjective(Step<PairedImages> step) {
    NDArray realA = step.batch().inputs();
    NDArray fakeAB = realA.concat(fakeB(step).stopGradient(), 1);
    NDArray realAB = realA.concat(step.batch().targets(), 1);
    double weight = options.ganMode().discriminatorWeight();
    return Objective.of("D_fake", weight, loss.fake(discriminator.forward(fakeAB)))
        .plus("D_real", weight, loss.real(discriminator.forward(realAB)))
        .plus(
            "gp",
            options.ganMode().penaltyWeight(),
            () ->
                GradientPenalty.of(
                    discriminator::forward,
                    realAB,
                    fakeAB,
                    step.uniform(realAB.getShape().get(0))));
  }

  private Objective generatorObjective(Step<PairedImages> step) {
    NDArray fakeB = fakeB(step);
    NDArray fakeAB = step.batch().inputs().concat(fakeB, 1);
    return Objective.of("G_GAN", loss.generator(discriminator.forward(fakeAB)))
        .plus("G_L1", options.lambdaL1(), L1.of(fakeB, step.batch().targets()));
  }
}
