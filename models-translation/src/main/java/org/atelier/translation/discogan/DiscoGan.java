package org.atelier.translation.discogan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;
import org.atelier.image.PictureTransform;
import org.atelier.loss.L2;
import org.atelier.loss.NonSaturating;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.capability.Adversarial;
import org.atelier.model.capability.Translating;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;
import org.atelier.translation.Domain;

/**
 * DiscoGAN (arXiv:1703.05192), with the names and the training of SKTBrain/DiscoGAN, which has a
 * feature-matching loss that the paper does not have: generator_B translates A to B and generator_A
 * B to A; discriminator_A distinguishes BA from A and discriminator_B distinguishes AB from B.
 *
 * <pre>
 * AB = generator_B(A),  ABA = generator_A(AB),  BA = generator_A(B),  BAB = generator_B(BA)
 *
 * recon_A = E (ABA − A)²                                            of values in [0, 1]
 * gen_A   = −E log σ(discriminator_A(BA))
 * fm_A    = Σ ‖E f(A) − E f(BA)‖² / n       over three layers of discriminator_A
 * dis_A   = ½ [ −E log σ(discriminator_A(A)) − E log(1 − σ(discriminator_A(BA))) ]
 *
 * the generators minimise      (1 − rate) · (0.1 · gen_A + 0.9 · fm_A) + rate · recon_A, and that of B
 * the discriminators minimise  dis_A + dis_B, in every third step
 * </pre>
 *
 * <p>where f are a layer's features, n their number, and E is the mean over the batch. A step
 * trains the discriminators or the generators, never both. Every encoder, decoder and discriminator
 * belongs to one domain, so the domains may differ in size and kind.
 */
public final class DiscoGan extends GenerativeModel<UnpairedImages>
    implements Translating, Adversarial {
  private static final String TO_A = "A";
  private static final String TO_B = "B";

  private static final double GAN_WEIGHT = 0.1;
  private static final double FEATURE_WEIGHT = 0.9;

  /** Squared differences of values in [0, 1] are a quarter of those of values in [-1, 1]. */
  private static final double UNIT_RANGE = 0.25;

  private static final NativeFunction FEATURE_MATCHING =
      NativeFunction.of(
          "torch.mean(torch.square(torch.sub(torch.mean(x, [0]), torch.mean(y, [0]))))", "x", "y");

  private final DiscoGanOptions options;
  private final NonSaturating loss = new NonSaturating();
  private final Network generator_A;
  private final Network generator_B;
  private final Network discriminator_A;
  private final Network discriminator_B;

  /** Creates an untrained model. */
  public DiscoGan(DiscoGanOptions options) {
    this(
        options,
        generator("generator_A", options, options.domains().b(), options.domains().a()),
        generator("generator_B", options, options.domains().a(), options.domains().b()),
        discriminator("discriminator_A", options, options.domains().a()),
        discriminator("discriminator_B", options, options.domains().b()));
  }

  private DiscoGan(
      DiscoGanOptions options,
      Network generator_A,
      Network generator_B,
      Network discriminator_A,
      Network discriminator_B) {
    super(generator_A, generator_B, discriminator_A, discriminator_B);
    this.options = options;
    this.generator_A = generator_A;
    this.generator_B = generator_B;
    this.discriminator_A = discriminator_A;
    this.discriminator_B = discriminator_B;
  }

  private static Network generator(String name, DiscoGanOptions options, Domain from, Domain to) {
    return new Network(
        name, DiscoGanNetworks.generator(options, from, to), options.optimizer(), from.shape());
  }

  private static Network discriminator(String name, DiscoGanOptions options, Domain domain) {
    return new Network(
        name, DiscoGanNetworks.discriminator(options, domain), options.optimizer(), domain.shape());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static DiscoGan load(Path run) throws IOException {
    return Trained.load(run, DiscoGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static DiscoGan load(Path run, Device device) throws IOException {
    return Trained.load(run, DiscoGan.class, device);
  }

  @Override
  public DiscoGanOptions options() {
    return options;
  }

  /** The generator from B to A: (N, C_B, H_B, W_B) to (N, C_A, H_A, W_A), values in [-1, 1]. */
  public Network generator_A() {
    return generator_A;
  }

  /** The generator from A to B: (N, C_A, H_A, W_A) to (N, C_B, H_B, W_B), values in [-1, 1]. */
  public Network generator_B() {
    return generator_B;
  }

  /** discriminator_A and discriminator_B. */
  @Override
  public List<Network> discriminators() {
    return List.of(discriminator_A, discriminator_B);
  }

  /** "B", by generator_B, and "A", by generator_A. */
  @Override
  public List<String> targetDomains() {
    return List.of(TO_B, TO_A);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The networks take one size: pictures are resized to it, and results back to the picture's.
   */
  @Override
  public PictureTransform translationTo(String domain) {
    Translating.expectTarget(this, domain);
    return domain.equals(TO_B)
        ? transform(options.domains().a(), generator_B)
        : transform(options.domains().b(), generator_A);
  }

  private PictureTransform transform(Domain from, Network generator) {
    return PictureTransform.of(device(), from.channels(), generator::predict)
        .withFixedSize(from.height(), from.width());
  }

  @Override
  public List<Phase<UnpairedImages>> phases() {
    int interval = options.updateInterval();
    return List.of(
        Phase.of("discriminators", this::discriminatorObjective, discriminator_A, discriminator_B)
            .every(interval),
        new Phase<>(
            "generators",
            List.of(generator_A, generator_B),
            this::generatorObjective,
            step -> step % interval != 0));
  }

  /** The translations of a batch and their reconstructions. */
  private record Forward(NDArray AB, NDArray BA, NDArray ABA, NDArray BAB) {}

  private Forward forward(NDArray A, NDArray B) {
    NDArray AB = generator_B.forward(A);
    NDArray BA = generator_A.forward(B);
    NDArray ABA = generator_A.forward(AB);
    NDArray BAB = generator_B.forward(BA);
    return new Forward(AB, BA, ABA, BAB);
  }

  /** A discriminator's outputs: its logits first, then its features. */
  private record Outputs(NDList real, NDList fake) {
    static Outputs by(Network discriminator, NDArray real, NDArray fake) {
      return new Outputs(discriminator.forwardAll(real), discriminator.forwardAll(fake));
    }
  }

  private Objective discriminatorObjective(Step<UnpairedImages> step) {
    NDArray A = step.batch().a();
    NDArray B = step.batch().b();
    // The reference reconstructs here too, which updates the generators' batch statistics.
    Forward forward = Gradients.withoutRecording(() -> forward(A, B));
    Outputs ofA = Outputs.by(discriminator_A, A, forward.BA());
    Outputs ofB = Outputs.by(discriminator_B, B, forward.AB());
    return Objective.of("dis_A", discriminatorLoss(ofA))
        .plus("dis_B", discriminatorLoss(ofB))
        .observing("recon_A", reconstructionLoss(forward.ABA(), A))
        .observing("recon_B", reconstructionLoss(forward.BAB(), B));
  }

  private Objective generatorObjective(Step<UnpairedImages> step) {
    NDArray A = step.batch().a();
    NDArray B = step.batch().b();
    Forward forward = forward(A, B);
    Outputs ofA = Outputs.by(discriminator_A, A, forward.BA());
    Outputs ofB = Outputs.by(discriminator_B, B, forward.AB());
    double rate = options.reconstructionRate().at(step.index());
    double gan = GAN_WEIGHT * (1 - rate);
    double features = FEATURE_WEIGHT * (1 - rate);
    return Objective.of("gen_A", gan, loss.generator(ofA.fake().get(0)))
        .plus("gen_B", gan, loss.generator(ofB.fake().get(0)))
        .plus("fm_A", features, featureMatchingLoss(ofA))
        .plus("fm_B", features, featureMatchingLoss(ofB))
        .plus("recon_A", rate, reconstructionLoss(forward.ABA(), A))
        .plus("recon_B", rate, reconstructionLoss(forward.BAB(), B));
  }

  private NDArray discriminatorLoss(Outputs outputs) {
    NDArray real = loss.real(outputs.real().get(0));
    NDArray fake = loss.fake(outputs.fake().get(0));
    return Scale.by(real.add(fake), 0.5);
  }

  private static NDArray reconstructionLoss(NDArray reconstructed, NDArray real) {
    return Scale.by(L2.of(reconstructed, real), UNIT_RANGE);
  }

  private static NDArray featureMatchingLoss(Outputs outputs) {
    NDArray sum = FEATURE_MATCHING.apply(outputs.real().get(1), outputs.fake().get(1));
    for (int i = 2; i < outputs.real().size(); i++) {
      sum = sum.add(FEATURE_MATCHING.apply(outputs.real().get(i), outputs.fake().get(i)));
    }
    return sum;
  }
}
