package org.atelier.cli.train.gan;

import java.util.List;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.gan.Stabilisation;
import org.atelier.model.objective.DiffAugment;
import org.atelier.model.objective.Penalty;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that stabilise the training of any GAN. */
public final class StabilisationOptions {
  private static final double PAPERS_DRAGAN = 10;

  private static final String COLOUR = "colour";
  private static final String TRANSLATION = "translation";
  private static final String CUTOUT = "cutout";
  private static final String NONE = "none";

  @Option(
      names = "--diff-augment",
      arity = "0..1",
      split = ",",
      fallbackValue = COLOUR + "," + TRANSLATION + "," + CUTOUT,
      paramLabel = "CHANGE",
      description =
          "DiffAugment: differentiable augmentation of real and generated pictures before the"
              + " discriminator, against overfitting to few pictures: colour, translation, cutout"
              + " (several with commas), or all if none is given (default: none).")
  private @Nullable List<String> augment;

  @Range(from = 0)
  @Option(
      names = "--r1",
      paramLabel = "GAMMA",
      description =
          "R1 gradient penalty on the discriminator at real pictures, with weight GAMMA/2"
              + " (default: weight ${bundle:default.stabilisation.r1.weight}).")
  private @Nullable Double r1;

  @Range(from = 1)
  @Option(
      names = "--r1-every",
      paramLabel = "N",
      description =
          "Lazy regularisation: computes R1 in every N-th step only, with N times its weight"
              + " (default: ${bundle:default.stabilisation.r1.interval}).")
  private @Nullable Integer r1Every;

  @Range(from = 0)
  @Option(
      names = "--dragan",
      arity = "0..1",
      fallbackValue = "" + PAPERS_DRAGAN,
      paramLabel = "WEIGHT",
      description =
          "Weight of DRAGAN's gradient penalty on the discriminator around real pictures; "
              + PAPERS_DRAGAN
              + " if none is given (default: 0).")
  private @Nullable Double dragan;

  @Range(from = 1)
  @Option(
      names = "--penalty-every",
      paramLabel = "N",
      description =
          "Lazy regularisation: computes DRAGAN's penalty, or the model's own, in every N-th"
              + " step only, with N times its weight (default: 1).")
  private @Nullable Integer penaltyEvery;

  @Range(from = 0, above = true, to = 1)
  @Option(
      names = "--label-smoothing",
      paramLabel = "X",
      description =
          "One-sided label smoothing: the discriminator's target for real pictures, such as 0.9"
              + " (default: ${bundle:default.stabilisation.realTarget}).")
  private @Nullable Double realTarget;

  @Range(from = 0, to = 1, below = true)
  @Option(
      names = "--average-decay",
      paramLabel = "X",
      description =
          "EMA decay of the generator's weights, with which samples are drawn; 0.999 averages"
              + " over about 1,000 steps; 0 for no average (default:"
              + " ${bundle:default.stabilisation.averageDecay}).")
  private @Nullable Double averageDecay;

  /** The interval in steps of a model's own penalty, or null if it was not given. */
  @Nullable Integer penaltyEvery() {
    return penaltyEvery;
  }

  /**
   * A copy with the options that were given.
   *
   * @param ownPenalty whether the model has a gradient penalty of its own
   */
  Stabilisation applyTo(Stabilisation base, boolean ownPenalty) {
    Stabilisation steady = base;
    if (augment != null) {
      steady = steady.withAugment(changes(augment));
    }
    Penalty slope =
        new Penalty(
            r1 == null ? base.r1().weight() : r1 / 2,
            r1Every == null ? base.r1().interval() : r1Every);
    if (r1Every != null && slope.weight() == 0) {
      throw new UsageException("--r1-every sets the interval of R1, but its weight is 0; add --r1");
    }
    Penalty around =
        new Penalty(
            dragan == null ? base.dragan().weight() : dragan,
            penaltyEvery == null || ownPenalty ? base.dragan().interval() : penaltyEvery);
    if (penaltyEvery != null && !ownPenalty && around.weight() == 0) {
      throw new UsageException(
          "--penalty-every sets the interval of a gradient penalty, but there is none; add"
              + " --dragan");
    }
    steady = steady.withR1(slope).withDragan(around);
    if (realTarget != null) {
      steady = steady.withRealTarget(realTarget);
    }
    return averageDecay == null ? steady : steady.withAverageDecay(averageDecay);
  }

  /** A copy with the options that were given, for a model without a gradient penalty of its own. */
  Stabilisation applyTo(Stabilisation base) {
    return applyTo(base, false);
  }

  private static DiffAugment changes(List<String> named) {
    for (String change : named) {
      if (!List.of(COLOUR, TRANSLATION, CUTOUT, NONE).contains(change)) {
        throw new UsageException(
            "--diff-augment expects colour, translation, cutout (several with commas) or none, but"
                + " was "
                + change);
      }
    }
    if (named.contains(NONE) && named.size() > 1) {
      throw new UsageException("--diff-augment expects changes or none, but got both");
    }
    DiffAugment all = DiffAugment.defaults();
    return new DiffAugment(
        named.contains(COLOUR),
        named.contains(TRANSLATION) ? all.translation() : 0,
        named.contains(CUTOUT) ? all.cutout() : 0);
  }
}
