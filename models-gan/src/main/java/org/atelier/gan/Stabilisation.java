package org.atelier.gan;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.atelier.loss.DraganPenalty;
import org.atelier.loss.R1Penalty;
import org.atelier.model.DiffAugment;
import org.atelier.model.Generator;
import org.atelier.model.Objective;
import org.atelier.model.Penalty;
import org.atelier.model.Step;
import org.atelier.options.OptionChecks;

/**
 * What steadies the training of any GAN, whatever its loss: all of it is off unless asked for.
 *
 * <pre>
 * D minimises  its loss, of D(T(·)) for D(·), + γ/2 · E‖∇D(T(x))‖² + λ · E(‖∇D(T(x̂))‖ − 1)²
 * G minimises  its loss, of D(T(·)) for D(·)
 * </pre>
 *
 * <p>with T the changes of {@link DiffAugment}, R₁ (arXiv:1801.04406) with γ/2 its weight, and
 * DRAGAN's penalty (arXiv:1705.07215) with λ its weight and x̂ real pictures with noise. Either
 * penalty may be computed in every k-th step only. R₁ makes the game converge where it would
 * circle; augmentation helps where pictures are few; the average gives calmer samples than the last
 * step.
 *
 * @param augment what changes the pictures before the discriminator sees them, real and generated
 * @param r1 R₁, the penalty on the discriminator's slope at real pictures, of weight γ/2
 * @param dragan DRAGAN's penalty on its slope around real pictures, of weight λ, 10 in the paper
 * @param realTarget what the discriminator should give to real pictures, in (0, 1]: below 1, it
 *     loses by being too sure (one-sided label smoothing, arXiv:1606.03498)
 * @param averageDecay memory of the generator's moving average, from which samples are drawn, in
 *     [0, 1); 0 for none
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

  /** Nothing at all: the plain model. */
  public static Stabilisation none() {
    return NONE;
  }

  /** The same with pictures changed like this before the discriminator sees them. */
  public Stabilisation withAugment(DiffAugment augment) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /** The same with this γ of R₁, in every step. */
  public Stabilisation withR1(double gamma) {
    return withR1(Penalty.of(gamma / 2));
  }

  /** The same with R₁ of weight γ/2. */
  public Stabilisation withR1(Penalty r1) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /** The same with DRAGAN's penalty; the paper's weight is 10. */
  public Stabilisation withDragan(Penalty dragan) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /** The same with this target for real pictures. */
  public Stabilisation withRealTarget(double realTarget) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /** The same with this memory of the generator's moving average. */
  public Stabilisation withAverageDecay(double averageDecay) {
    return new Stabilisation(augment, r1, dragan, realTarget, averageDecay);
  }

  /**
   * Checks that label smoothing is not asked of a loss that has no target for real pictures.
   *
   * @param loss its name, such as "the hinge loss"
   * @throws IllegalArgumentException if it is
   */
  public Stabilisation expectNoTarget(String loss) {
    if (realTarget != 1) {
      throw new IllegalArgumentException(
          "realTarget must be 1, since %s has no target for real pictures to smooth, but was %s"
              .formatted(loss, realTarget));
    }
    return this;
  }

  /** Keeps the generator's moving average, if that is asked for. */
  public void prepare(Generator generator) {
    if (averageDecay > 0) {
      generator.keepAverage(averageDecay);
    }
  }

  /**
   * Pictures as the discriminator sees them; every call draws anew.
   *
   * @param pictures (N, C, H, W), real or generated
   * @return of the same shape; {@code pictures} itself, if they are not changed
   */
  public NDArray seen(Step<?> step, NDArray pictures) {
    return augment.apply(step, pictures);
  }

  /**
   * The discriminator's objective with the penalties that are due, as the terms "r1" and "dragan".
   *
   * @param critic the discriminator's scores of pictures, without what {@link #seen} does
   * @param real (N, C, H, W)
   */
  public Objective penalised(
      Objective objective, Step<?> step, Function<NDArray, NDArray> critic, NDArray real) {
    Function<NDArray, NDArray> seeing = pictures -> critic.apply(seen(step, pictures));
    return objective
        .plus("r1", r1.weightAt(step.index()), () -> R1Penalty.of(seeing, real))
        .plus(
            "dragan",
            dragan.weightAt(step.index()),
            () -> {
              NDArray noise = step.normal(real.getShape().getShape());
              NDArray alpha = step.uniform(real.getShape().get(0));
              return DraganPenalty.of(seeing, real, noise, alpha);
            });
  }
}
