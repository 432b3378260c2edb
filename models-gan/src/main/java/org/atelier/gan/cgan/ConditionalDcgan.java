package org.atelier.gan.cgan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.engine.NativeFunction;
import org.atelier.gan.Stabilisation;
import org.atelier.loss.NonSaturating;
import org.atelier.loss.R1Penalty;
import org.atelier.model.Gan;
import org.atelier.model.capability.ConditionalModel;
import org.atelier.model.condition.Condition;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.train.Trained;

/**
 * Conditional GAN (arXiv:1411.1784) of DCGAN's networks (arXiv:1511.06434), for a conditioning
 * input y of any kind:
 *
 * <pre>
 * D minimises  −E log σ(D(x, y)) − (1 − m) E log(1 − σ(D(G(z, y), y))) − m E log(1 − σ(D(x, y')))
 * G minimises  −E log σ(D(G(z, y), y))
 * </pre>
 *
 * <p>where (x, y) are a batch's pictures and conditioning inputs, which fakes share, and y' is that
 * of the batch's next picture. m is 0 in the paper; with a share m > 0 of mismatched pairs
 * (matching-aware discriminator, GAN-CLS, arXiv:1605.05396) D learns sooner to use y. Both networks
 * are conditioned by concatenation:
 *
 * <ul>
 *   <li>Attributes and numbers go through a hidden layer, a class has an embedding. In G the result
 *       is concatenated with the latents. In D a linear layer turns it into one further channel of
 *       the picture.
 *   <li>A map is concatenated with G's features before every layer, average-pooled to their size,
 *       and with D's picture (as in pix2pix, arXiv:1611.07004).
 * </ul>
 */
public final class ConditionalDcgan extends Gan<ConditionedImages> implements ConditionalModel {
  /** The conditioning input of the batch's next picture. */
  private static final NativeFunction NEXT = NativeFunction.of("torch.roll(y, [1], [0])", "y");

  private final ConditionalDcganOptions options;
  private final NonSaturating loss;

  /** Creates an untrained model. */
  public ConditionalDcgan(ConditionalDcganOptions options) {
    super(
        new Generator(
            options.networks().latentSize(),
            options.networks().generator(options.picture(), options.condition()),
            options.optimizer(),
            options.condition().shape()),
        new Discriminator(
            options.picture().shape(),
            options.networks().discriminator(options.picture(), options.condition()),
            options.optimizer(),
            options.condition().shape()));
    this.options = options;
    loss = new NonSaturating(options.stabilisation().realTarget());
    options.stabilisation().keepAverage(generator());
  }

  /**
   * Loads a trained model.
   *
   * @param run the folder of a run, or of one checkpoint
   * @throws IOException if there is no checkpoint of this model, or it is damaged
   */
  public static ConditionalDcgan load(Path run) throws IOException {
    return Trained.load(run, ConditionalDcgan.class);
  }

  /** As {@link #load(Path)}, on a device of the caller's choice. */
  public static ConditionalDcgan load(Path run, Device device) throws IOException {
    return Trained.load(run, ConditionalDcgan.class, device);
  }

  @Override
  public ConditionalDcganOptions options() {
    return options;
  }

  @Override
  public Condition<?> condition() {
    return options.condition();
  }

  @Override
  protected NDList fakeConditions(Step<ConditionedImages> step) {
    return new NDList(step.batch().conditions());
  }

  @Override
  protected Objective discriminatorObjective(Step<ConditionedImages> step) {
    Stabilisation s = options.stabilisation();
    double m = options.mismatched();
    NDArray x = step.batch().images();
    NDArray y = step.batch().conditions();
    Function<NDArray, NDArray> d = discriminator(step, y);
    return Objective.of("real", loss.real(d.apply(x)))
        .plus("fake", 1 - m, loss.fake(d.apply(fake(step).stopGradient())))
        .plus("mismatched", m, () -> loss.fake(discriminator(step, NEXT.apply(y)).apply(x)))
        .plus("r1", s.r1().weightAt(step.index()), () -> R1Penalty.of(d, x))
        .plus("dragan", s.dragan().weightAt(step.index()), () -> s.draganPenalty(step, d, x));
  }

  @Override
  protected Objective generatorObjective(Step<ConditionedImages> step) {
    Function<NDArray, NDArray> d = discriminator(step, step.batch().conditions());
    return Objective.of("adversarial", loss.generator(d.apply(fake(step))));
  }

  /** D(T(·), y). */
  private Function<NDArray, NDArray> discriminator(Step<ConditionedImages> step, NDArray y) {
    return options.stabilisation().augmenting(step, x -> discriminator().forward(x, y));
  }
}
