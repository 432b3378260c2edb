package org.atelier.gan;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.atelier.loss.DraganPenalty;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.DiffAugment;
import org.atelier.model.objective.Penalty;
import org.atelier.model.objective.Step;
import org.atelier.options.OptionChecks;

/**
 * Regularisation that stabilises the training of a GAN of any adversarial loss; each part is off by
 * default. With T the random transformations of {@link DiffAugment},
 *
 * <pre>
 * D minimises  its loss, with D(T(·)) for D(·), + γ/2 · E‖∇D(T(x))‖² + λ · E(‖∇D(T(x̂))‖ − 1)²
 * G minimises  its loss, with D(T(·)) for D(·)
 * </pre>
 *
 * <p>R₁ (arXiv:1801.04406) has the weight γ/2, and makes the training converge where it would
 * oscillate around the equilibrium. DRAGAN's penalty (arXiv:1705.07215) has the weight λ, with x̂
 * real pictures plus noise, and counters mode collapse. Either may be computed in every k-th step
 * only (lazy regularisation). DiffAugment keeps the discriminator from overfitting to few pictures.
 * The generator's exponential moving average gives better samples than its last weights.
 *
 * @param augment differentiable augmentation of real and generated pictures before the
 *     discriminator
 * @param r1 R₁, the penalty on the squared norm of the discriminator's gradient at real pictures,
 *     of weight γ/2
 * @param dragan DRAGAN's penalty on the norm of its gradient around real pictures, of weight λ; 10
 *     in the paper
 * @param realTarget the discriminator's target for real pictures, in (0, 1]; below 1 for one-sided
 *     label smoothing (arXiv:1606.03498)
 * @param averageDecay decay of the exponential moving average of the generator, from which samples
 *     are drawn, in [0, 1); 0 for none
 */
public record Stabilisation(
    DiffAugment augment, Penalty r1, Penalty dragan, double realTarget, double averageDecay) {
  private static final Stabilisation NONE =
      new Stabilisation(DiffAugment.none(), Penalty.none(), Penalty.none(), 1, 0);

  /** Checks the numbers. */
  public Stabilisation {
    if (!(realTarget > 0 && realTarget <= 1)) {
      throw new IllegalArgumentException("realTarget must be in (0, 1], but was " + realTarget);
    }
    OptionChecks.share("averageDecay", averageDecay);
  }

  /** No regularisation: the model as its paper has it. */
  public static Stabilisation none() {
    return NONE;
  }

  /** Returns a copy with another augmentation before the discriminator. */
  public Stabilisation withAugment(DiffAugment augment) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /** Returns a copy with R₁ of another weight, which is γ/2 of the paper's γ. */
  public Stabilisation withR1(Penalty r1) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /** Returns a copy with DRAGAN's penalty of another weight; 10 in the paper. */
  public Stabilisation withDragan(Penalty dragan) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /** Returns a copy with another target for real pictures. */
  public Stabilisation withRealTarget(double realTarget) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /** Returns a copy with another decay of the generator's moving average. */
  public Stabilisation withAverageDecay(double averageDecay) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /**
   * Checks that there is no label smoothing, for losses without a target for real pictures.
   *
   * @param loss its name, such as "the hinge loss"
   * @throws IllegalArgumentException if {@link #realTarget} is not 1
   */
  public Stabilisation expectNoTarget(String loss) {
    if (realTarget != 1) {
      throw new IllegalArgumentException(
          "realTarget must be 1, since %s has no target for real pictures to smooth, but was %s"
              .formatted(loss, realTarget));
    }
    return this;
  }

  /** Keeps the generator's exponential moving average, if {@link #averageDecay} is not 0. */
  public void keepAverage(Generator generator) {
    if (averageDecay > 0) {
      generator.keepAverage(averageDecay);
    }
  }

  /**
   * D(T(·)), the discriminator on augmented pictures. Every call augments at random anew.
   *
   * @param discriminator D, of pictures (N, C, H, W)
   */
  public Function<NDArray, NDArray> augmenting(
      Step<?> step, Function<NDArray, NDArray> discriminator) {
    return pictures -> discriminator.apply(augment.apply(step, pictures));
  }

  /**
   * DRAGAN's penalty with standard normal noise, both drawn from the step; a scalar.
   *
   * @param discriminator of pictures, see {@link #augmenting}
   * @param real (N, C, H, W)
   */
  public NDArray draganPenalty(
      Step<?> step, Function<NDArray, NDArray> discriminator, NDArray real) {
    NDArray noise = step.normal(real.getShape().getShape());
    NDArray alpha = step.uniform(real.getShape().get(0));
    return DraganPenalty.of(discriminator, real, noise, alpha);
  }
}
