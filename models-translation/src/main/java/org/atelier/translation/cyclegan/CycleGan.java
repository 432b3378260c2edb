package org.atelier.translation.cyclegan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.UnpairedImages;
import org.atelier.image.PictureTransform;
import org.atelier.loss.L1;
import org.atelier.loss.LeastSquares;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Output;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;
import org.jspecify.annotations.Nullable;

/**
 * CycleGAN (arXiv:1703.10593): G_A turns pictures a into b, G_B back; D_A tells made b from real
 * ones, D_B made a; with the training and the names of junyanz/pytorch-CycleGAN-and-pix2pix:
 *
 * <pre>
 * G_A and G_B minimise
 *     E (D_A(G_A(a)) − 1)² + E (D_B(G_B(b)) − 1)²
 *   + λ · [ E |G_B(G_A(a)) − a| + E |G_A(G_B(b)) − b| ]
 *   + λ·ι · [ E |G_A(b) − b| + E |G_B(a) − a| ]
 * D_A minimises  ½ [ E (D_A(b) − 1)² + E D_A(b')² ],   b' = G_A(a) or an earlier one of a pool
 * D_B minimises  ½ [ E (D_B(a) − 1)² + E D_B(a')² ],   likewise
 * </pre>
 *
 * <p>The generators learn first. The pools are part of the checkpoints.
 */
public final class CycleGan extends GenerativeModel<UnpairedImages> {
  private final Output<NDArray> fakeA = Output.named("fake A");
  private final Output<NDArray> fakeB = Output.named("fake B");
  private final CycleGanOptions options;
  private final LeastSquares loss = new LeastSquares();
  private final Network toB;
  private final Network toA;
  private final Network judgeOfB;
  private final Network judgeOfA;
  private @Nullable ReplayPool poolA;
  private @Nullable ReplayPool poolB;

  /** A model that knows nothing yet. */
  public CycleGan(CycleGanOptions options) {
    this(
        options,
        generator("G_A", options, options.domains().input(), options.domains().output()),
        generator("G_B", options, options.domains().output(), options.domains().input()),
        discriminator("D_A", options, options.domains().output()),
        discriminator("D_B", options, options.domains().input()));
  }

  private CycleGan(
      CycleGanOptions options, Network toB, Network toA, Network judgeOfB, Network judgeOfA) {
    super(toB, toA, judgeOfB, judgeOfA);
    this.options = options;
    this.toB = toB;
    this.toA = toA;
    this.judgeOfB = judgeOfB;
    this.judgeOfA = judgeOfA;
  }

  private static Network generator(String name, CycleGanOptions options, Shape from, Shape to) {
    return new Network(name, options.generator().layers((int) to.get(0)), adam(options), from);
  }

  private static Network discriminator(String name, CycleGanOptions options, Shape of) {
    return new Network(name, options.discriminator().network(), adam(options), of);
  }

  private static Adam adam(CycleGanOptions options) {
    return Adam.of(options.learningRate(), 0.5).withSchedule(options.decay().schedule());
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

  /** G_A: pictures of A to pictures of B. */
  public Network generatorOfB() {
    return toB;
  }

  /** G_B: pictures of B to pictures of A. */
  public Network generatorOfA() {
    return toA;
  }

  /** What the trained G_A makes of pictures of A, of any size. */
  public PictureTransform transformToB() {
    return options.generator().transform(toB);
  }

  /** What the trained G_B makes of pictures of B, of any size. */
  public PictureTransform transformToA() {
    return options.generator().transform(toA);
  }

  @Override
  public List<Phase<UnpairedImages>> phases() {
    // The ways there and back share no computation, so they are differentiated one after another.
    Phase<UnpairedImages> generators =
        Phase.of("generators", this::wayOfA, toB, toA).plus(this::wayOfB);
    return List.of(
        options.identityWeight() == 0
            ? generators
            : generators.plus(this::identityOfB).plus(this::identityOfA),
        Phase.of("discriminators", this::discriminatorObjective, judgeOfB, judgeOfA));
  }

  /** A picture's way there and back: (D_A(G_A(a)) − 1)² + λ |G_B(G_A(a)) − a|. */
  private Objective wayOfA(Step<UnpairedImages> step) {
    NDArray a = step.batch().a();
    NDArray madeB = step.once(fakeB, () -> toB.forward(a));
    return Objective.of("adversarial B", loss.generator(judgeOfB.forward(madeB)))
        .plus("cycle A", options.cycleWeight(), L1.of(toA.forward(madeB), a));
  }

  /** (D_B(G_B(b)) − 1)² + λ |G_A(G_B(b)) − b|. */
  private Objective wayOfB(Step<UnpairedImages> step) {
    NDArray b = step.batch().b();
    NDArray madeA = step.once(fakeA, () -> toA.forward(b));
    return Objective.of("adversarial A", loss.generator(judgeOfA.forward(madeA)))
        .plus("cycle B", options.cycleWeight(), L1.of(toB.forward(madeA), b));
  }

  /** λ·ι |G_A(b) − b|: what is of B already stays as it is. */
  private Objective identityOfB(Step<UnpairedImages> step) {
    NDArray b = step.batch().b();
    return Objective.of("identity B", identity(), L1.of(toB.forward(b), b));
  }

  /** λ·ι |G_B(a) − a|. */
  private Objective identityOfA(Step<UnpairedImages> step) {
    NDArray a = step.batch().a();
    return Objective.of("identity A", identity(), L1.of(toA.forward(a), a));
  }

  private double identity() {
    return options.cycleWeight() * options.identityWeight();
  }

  private Objective discriminatorObjective(Step<UnpairedImages> step) {
    // The generators' phase made them, before it changed the generators.
    NDArray madeB = step.once(fakeB, () -> toB.forward(step.batch().a()));
    NDArray madeA = step.once(fakeA, () -> toA.forward(step.batch().b()));
    NDArray shownB = options.poolSize() == 0 ? madeB.stopGradient() : poolB().exchange(step, madeB);
    NDArray shownA = options.poolSize() == 0 ? madeA.stopGradient() : poolA().exchange(step, madeA);
    return Objective.of("real B", 0.5, loss.real(judgeOfB.forward(step.batch().b())))
        .plus("fake B", 0.5, loss.fake(judgeOfB.forward(shownB)))
        .plus("real A", 0.5, loss.real(judgeOfA.forward(step.batch().a())))
        .plus("fake A", 0.5, loss.fake(judgeOfA.forward(shownA)));
  }

  @Override
  public Map<String, NDArray> state() {
    var state = new LinkedHashMap<String, NDArray>();
    if (options.poolSize() > 0) {
      poolA().addTo(state, "pool A");
      poolB().addTo(state, "pool B");
    }
    return state;
  }

  /** Made late, when the device is known. */
  private ReplayPool poolA() {
    ReplayPool pool = poolA;
    if (pool == null) {
      pool = pool(options.domains().input());
      poolA = pool;
    }
    return pool;
  }

  private ReplayPool poolB() {
    ReplayPool pool = poolB;
    if (pool == null) {
      pool = pool(options.domains().output());
      poolB = pool;
    }
    return pool;
  }

  private ReplayPool pool(Shape picture) {
    return new ReplayPool(options.poolSize(), picture, device());
  }

  @Override
  public void close() {
    if (poolA != null) {
      poolA.close();
    }
    if (poolB != null) {
      poolB.close();
    }
    super.close();
  }
}
