package org.atelier.translation.discogan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.data.UnpairedImages;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.image.PictureTransform;
import org.atelier.loss.L2;
import org.atelier.loss.NonSaturating;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.train.Trained;

/**
 * DiscoGAN (arXiv:1703.05192) by the loss of its authors' code, SKTBrain/DiscoGAN, which has more
 * than the paper: with x' the pictures made, f the discriminator's features of three layers, r the
 * share of the reconstruction,
 *
 * <pre>
 * the generators minimise, summed over both directions,
 *     (1 − r) · [ 0.1 · −E log σ(D(x')) + 0.9 · Σ ‖E f(x) − E f(x')‖² / n ] + r · E (x'' − x)²
 * the discriminators minimise  ½ [ −E log σ(D(x)) − E log(1 − σ(D(x'))) ],   in every third step
 * </pre>
 *
 * <p>where x'' is x there and back, E a mean over the batch and n a layer's number of features;
 * squares are of values in [0, 1]. A step trains the discriminators or the generators, never both.
 * The sides have encoders, decoders and discriminators of their own, so that they may be of
 * different size and kind.
 */
public final class DiscoGan extends GenerativeModel<UnpairedImages> {
  private static final double ADVERSARIAL = 0.1;
  private static final double FEATURES = 0.9;

  /** From [-1, 1] to [0, 1] a squared difference is a quarter. */
  private static final double UNIT = 0.25;

  private static final NativeFunction MEANS_APART =
      NativeFunction.of(
          "torch.mean(torch.square(torch.sub(torch.mean(x, [0]), torch.mean(y, [0]))))", "x", "y");

  private final DiscoGanOptions options;
  private final NonSaturating loss = new NonSaturating();
  private final Network toA;
  private final Network toB;
  private final Network judgeOfA;
  private final Network judgeOfB;

  /** A model that knows nothing yet. */
  public DiscoGan(DiscoGanOptions options) {
    this(
        options,
        generator("generator_A", options, options.b(), options.a()),
        generator("generator_B", options, options.a(), options.b()),
        discriminator("discriminator_A", options, options.a()),
        discriminator("discriminator_B", options, options.b()));
  }

  private DiscoGan(
      DiscoGanOptions options, Network toA, Network toB, Network judgeOfA, Network judgeOfB) {
    super(toA, toB, judgeOfA, judgeOfB);
    this.options = options;
    this.toA = toA;
    this.toB = toB;
    this.judgeOfA = judgeOfA;
    this.judgeOfB = judgeOfB;
  }

  private static Network generator(String name, DiscoGanOptions options, Side from, Side to) {
    return new Network(
        name, DiscoGanNetworks.generator(options, from, to), adam(options), from.shape());
  }

  private static Network discriminator(String name, DiscoGanOptions options, Side side) {
    return new Network(
        name, DiscoGanNetworks.discriminator(options, side), adam(options), side.shape());
  }

  private static Adam adam(DiscoGanOptions options) {
    return Adam.of(options.learningRate(), 0.5).withWeightDecay(options.weightDecay());
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

  /** Examples of B to examples of A. */
  public Network generatorOfA() {
    return toA;
  }

  /** Examples of A to examples of B. */
  public Network generatorOfB() {
    return toB;
  }

  /** What the trained generator makes of pictures of A, which are scaled to its one size. */
  public PictureTransform transformToB() {
    return transform(options.a(), toB);
  }

  /** What the trained generator makes of pictures of B, which are scaled to its one size. */
  public PictureTransform transformToA() {
    return transform(options.b(), toA);
  }

  private PictureTransform transform(Side from, Network generator) {
    return PictureTransform.of(device(), from.channels(), generator::predict)
        .withFixedSize(from.height(), from.width());
  }

  @Override
  public List<Phase<UnpairedImages>> phases() {
    int every = options.discriminatorEvery();
    return List.of(
        Phase.of("discriminators", this::discriminatorObjective, judgeOfA, judgeOfB).every(every),
        new Phase<>(
            "generators", List.of(toA, toB), this::generatorObjective, step -> step % every != 0));
  }

  /** What a discriminator says: its logit first, then its features. */
  private record Judged(NDList real, NDList fake) {}

  private Objective discriminatorObjective(Step<UnpairedImages> step) {
    NDArray a = step.batch().a();
    NDArray b = step.batch().b();
    // The ways back count in the reference's batch statistics, and tell how training goes.
    NDArray[] made =
        Gradients.withoutRecording(
            () -> {
              NDArray madeB = toB.forward(a);
              NDArray madeA = toA.forward(b);
              return new NDArray[] {
                madeA, madeB, L2.of(toA.forward(madeB), a), L2.of(toB.forward(madeA), b)
              };
            });
    Judged ofA = new Judged(judgeOfA.forwardAll(a), judgeOfA.forwardAll(made[0]));
    Judged ofB = new Judged(judgeOfB.forwardAll(b), judgeOfB.forwardAll(made[1]));
    return Objective.of("real A", 0.5, loss.real(ofA.real().get(0)))
        .plus("fake A", 0.5, loss.fake(ofA.fake().get(0)))
        .plus("real B", 0.5, loss.real(ofB.real().get(0)))
        .plus("fake B", 0.5, loss.fake(ofB.fake().get(0)))
        .observing("reconstruction A", made[2])
        .observing("reconstruction B", made[3]);
  }

  private Objective generatorObjective(Step<UnpairedImages> step) {
    NDArray a = step.batch().a();
    NDArray b = step.batch().b();
    NDArray madeB = toB.forward(a);
    NDArray madeA = toA.forward(b);
    NDArray backA = toA.forward(madeB);
    NDArray backB = toB.forward(madeA);
    Judged ofA = new Judged(judgeOfA.forwardAll(a), judgeOfA.forwardAll(madeA));
    Judged ofB = new Judged(judgeOfB.forwardAll(b), judgeOfB.forwardAll(madeB));
    double share = options.reconstruction().at(step.index());
    double adversarial = ADVERSARIAL * (1 - share);
    double features = FEATURES * (1 - share);
    return Objective.of("adversarial A", adversarial, loss.generator(ofA.fake().get(0)))
        .plus("adversarial B", adversarial, loss.generator(ofB.fake().get(0)))
        .plus("features A", features, featuresApart(ofA))
        .plus("features B", features, featuresApart(ofB))
        .plus("reconstruction A", UNIT * share, L2.of(backA, a))
        .plus("reconstruction B", UNIT * share, L2.of(backB, b));
  }

  private static NDArray featuresApart(Judged judged) {
    NDArray sum = MEANS_APART.apply(judged.real().get(1), judged.fake().get(1));
    for (int i = 2; i < judged.real().size(); i++) {
      sum = sum.add(MEANS_APART.apply(judged.real().get(i), judged.fake().get(i)));
    }
    return sum;
  }
}
