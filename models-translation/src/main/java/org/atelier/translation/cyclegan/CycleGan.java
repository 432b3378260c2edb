package org.atelier.translation.cyclegan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.engine.Scale;
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
import org.atelier.translation.Domain;
import org.jspecify.annotations.Nullable;

/**
 * CycleGAN (arXiv:1703.10593), with the names and the training of
 * junyanz/pytorch-CycleGAN-and-pix2pix: G_A translates A to B and G_B B to A; D_A distinguishes
 * G_A(A) from B and D_B distinguishes G_B(B) from A.
 *
 * <pre>
 * fakeB = G_A(realA),  recA = G_B(fakeB),  idtA = G_A(realB)
 * fakeA = G_B(realB),  recB = G_A(fakeA),  idtB = G_B(realA)
 *
 * G_A and G_B minimise
 *     L(D_A(fakeB), real) + λ_A · E |recA − realA| + λ_B · λ_idt · E |idtA − realB|
 *   + L(D_B(fakeA), real) + λ_B · E |recB − realB| + λ_A · λ_idt · E |idtB − realA|
 * D_A minimises  ½ [ L(D_A(realB), real) + L(D_A(fakeB'), fake) ],  fakeB' from an image pool
 * D_B minimises  ½ [ L(D_B(realA), real) + L(D_B(fakeA'), fake) ],  fakeA' likewise
 * </pre>
 *
 * <p>with L the adversarial loss, least squares by default. With the Wasserstein loss the
 * discriminators' sums are not halved, and 10 times the gradient penalty is added, which the
 * reference does not have here. The generators learn before the discriminators. The image pools are
 * part of checkpoints.
 */
public final class CycleGan extends GenerativeModel<UnpairedImages>
    implements Translating, Adversarial {
  private static final String A = "A";
  private static final String B = "B";

  private static final Output<NDArray> FAKE_A = Output.named("fake A");
  private static final Output<NDArray> FAKE_B = Output.named("fake B");

  private final CycleGanOptions options;
  private final AdversarialLoss loss;
  private final Network G_A;
  private final Network G_B;
  private final Network D_A;
  private final Network D_B;
  private @Nullable ImagePool fakeAPool;
  private @Nullable ImagePool fakeBPool;

  /** Creates an untrained model. */
  public CycleGan(CycleGanOptions options) {
    this(
        options,
        generator("G_A", options, options.domains().a(), options.domains().b()),
        generator("G_B", options, options.domains().b(), options.domains().a()),
        discriminator("D_A", options, options.domains().b()),
        discriminator("D_B", options, options.domains().a()));
  }

  private CycleGan(CycleGanOptions options, Network G_A, Network G_B, Network D_A, Network D_B) {
    super(G_A, G_B, D_A, D_B);
    this.options = options;
    this.G_A = G_A;
    this.G_B = G_B;
    this.D_A = D_A;
    this.D_B = D_B;
    loss = options.losses().ganMode().loss();
  }

  private static Network generator(String name, CycleGanOptions options, Domain from, Domain to) {
    return new Network(
        name, options.generator().layers(to.channels()), options.optimizer(), from.shape());
  }

  private static Network discriminator(String name, CycleGanOptions options, Domain domain) {
    return new Network(
        name, options.discriminator().network(), options.optimizer(), domain.shape());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static CycleGan load(Path run) throws IOException {
    return Trained.load(run, CycleGan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static CycleGan load(Path run, Device device) throws IOException {
    return Trained.load(run, CycleGan.class, device);
  }

  @Override
  public CycleGanOptions options() {
    return options;
  }

  /** The generator from A to B: (N, C_A, H, W) to (N, C_B, H, W), values in [-1, 1]. */
  public Network G_A() {
    return G_A;
  }

  /** The generator from B to A: (N, C_B, H, W) to (N, C_A, H, W), values in [-1, 1]. */
  public Network G_B() {
    return G_B;
  }

  /** The discriminator of G_A's output: pictures of B to logits of patches (N, 1, H', W'). */
  public Network D_A() {
    return D_A;
  }

  /** The discriminator of G_B's output: pictures of A to logits of patches (N, 1, H', W'). */
  public Network D_B() {
    return D_B;
  }

  /** D_A and D_B. */
  @Override
  public List<Network> discriminators() {
    return List.of(D_A, D_B);
  }

  @Override
  public boolean discriminatorsSaturate() {
    return options.losses().ganMode().saturates();
  }

  /** "B", by G_A, and "A", by G_B. */
  @Override
  public List<String> targetDomains() {
    return List.of(B, A);
  }

  @Override
  public PictureTransform translationTo(String domain) {
    Translating.expectTarget(this, domain);
    return options.generator().transform(domain.equals(B) ? G_A : G_B);
  }

  @Override
  public List<Phase<UnpairedImages>> phases() {
    // Summands of the generators' objective share no computation, so they are differentiated one
    // after another and the memory of only one is needed at a time.
    Phase<UnpairedImages> generators =
        Phase.of("generators", this::translationOfA, G_A, G_B).plus(this::translationOfB);
    if (options.losses().lambdaIdentity() > 0) {
      generators = generators.plus(this::identityA).plus(this::identityB);
    }
    return List.of(generators, Phase.of("discriminators", this::discriminatorObjective, D_A, D_B));
  }

  // Forward. The generators' phase computes the fakes, and the discriminators' phase shares them.

  private NDArray fakeB(Step<UnpairedImages> step) {
    return step.once(FAKE_B, () -> G_A.forward(step.batch().a()));
  }

  private NDArray fakeA(Step<UnpairedImages> step) {
    return step.once(FAKE_A, () -> G_B.forward(step.batch().b()));
  }

  // Generators.

  /** L(D_A(fakeB), real) + λ_A |recA − realA|. */
  private Objective translationOfA(Step<UnpairedImages> step) {
    NDArray realA = step.batch().a();
    NDArray fakeB = fakeB(step);
    NDArray lossGA = loss.generator(D_A.forward(fakeB));
    NDArray recA = G_B.forward(fakeB);
    return Objective.of("G_A", lossGA)
        .plus("cycle_A", options.losses().lambdaA(), L1.of(recA, realA));
  }

  /** L(D_B(fakeA), real) + λ_B |recB − realB|. */
  private Objective translationOfB(Step<UnpairedImages> step) {
    NDArray realB = step.batch().b();
    NDArray fakeA = fakeA(step);
    NDArray lossGB = loss.generator(D_B.forward(fakeA));
    NDArray recB = G_A.forward(fakeA);
    return Objective.of("G_B", lossGB)
        .plus("cycle_B", options.losses().lambdaB(), L1.of(recB, realB));
  }

  /** λ_B λ_idt |idtA − realB|: G_A should leave pictures of B as they are. */
  private Objective identityA(Step<UnpairedImages> step) {
    NDArray realB = step.batch().b();
    NDArray idtA = G_A.forward(realB);
    double weight = options.losses().lambdaB() * options.losses().lambdaIdentity();
    return Objective.of("idt_A", weight, L1.of(idtA, realB));
  }

  /** λ_A λ_idt |idtB − realA|: G_B should leave pictures of A as they are. */
  private Objective identityB(Step<UnpairedImages> step) {
    NDArray realA = step.batch().a();
    NDArray idtB = G_B.forward(realA);
    double weight = options.losses().lambdaA() * options.losses().lambdaIdentity();
    return Objective.of("idt_B", weight, L1.of(idtB, realA));
  }

  // Discriminators.

  private Objective discriminatorObjective(Step<UnpairedImages> step) {
    NDArray realA = step.batch().a();
    NDArray realB = step.batch().b();
    NDArray fakeB = fakeBPool().query(step, fakeB(step));
    NDArray fakeA = fakeAPool().query(step, fakeA(step));
    double penaltyWeight = options.losses().ganMode().penaltyWeight();
    return Objective.of("D_A", discriminatorLoss(D_A, realB, fakeB))
        .plus("D_B", discriminatorLoss(D_B, realA, fakeA))
        .plus("gp_A", penaltyWeight, () -> gradientPenalty(D_A, realB, fakeB, step))
        .plus("gp_B", penaltyWeight, () -> gradientPenalty(D_B, realA, fakeA, step));
  }

  private NDArray discriminatorLoss(Network discriminator, NDArray real, NDArray fake) {
    NDArray lossReal = loss.real(discriminator.forward(real));
    NDArray lossFake = loss.fake(discriminator.forward(fake));
    return Scale.by(lossReal.add(lossFake), options.losses().ganMode().discriminatorWeight());
  }

  private static NDArray gradientPenalty(
      Network discriminator, NDArray real, NDArray fake, Step<UnpairedImages> step) {
    NDArray alpha = step.uniform(real.getShape().get(0));
    return GradientPenalty.of(discriminator::forward, real, fake, alpha);
  }

  @Override
  public Map<String, NDArray> state() {
    var state = new LinkedHashMap<String, NDArray>();
    fakeAPool().addTo(state, "pool A");
    fakeBPool().addTo(state, "pool B");
    return state;
  }

  /** Created at the first call, when the device is known. */
  private ImagePool fakeAPool() {
    ImagePool pool = fakeAPool;
    if (pool == null) {
      pool = new ImagePool(options.poolSize(), options.domains().a().shape(), device());
      fakeAPool = pool;
    }
    return pool;
  }

  private ImagePool fakeBPool() {
    ImagePool pool = fakeBPool;
    if (pool == null) {
      pool = new ImagePool(options.poolSize(), options.domains().b().shape(), device());
      fakeBPool = pool;
    }
    return pool;
  }

  @Override
  public void close() {
    if (fakeAPool != null) {
      fakeAPool.close();
    }
    if (fakeBPool != null) {
      fakeBPool.close();
    }
    super.close();
  }
}
