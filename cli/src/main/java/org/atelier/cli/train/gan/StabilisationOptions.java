package org.atelier.cli.train.gan;

import java.util.List;
import org.atelier.cli.command.UsageException;
import org.atelier.gan.Stabilisation;
import org.atelier.model.objective.DiffAugment;
import org.atelier.model.objective.Penalty;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that steady the training of any GAN. */
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
          "Changes pictures at random before the discriminator sees them, against learning few"
              + " pictures by heart (DiffAugment): colour, translation, cutout, or all if none is"
              + " named (default: none).")
  private @Nullable List<String> augment;

  @Option(
      names = "--r1",
      paramLabel = "GAMMA",
      description =
          "R1, the penalty on the discriminator's slope at real pictures, of weight GAMMA/2"
              + " (default: a weight of ${bundle:default.stabilisation.r1.weight}).")
  private @Nullable Double r1;

  @Option(
      names = "--r1-every",
      paramLabel = "N",
      description =
          "Computes R1 in every N-th step only, N times as strong (default:"
              + " ${bundle:default.stabilisation.r1.interval}).")
  private @Nullable Integer r1Every;

  @Option(
      names = "--dragan",
      arity = "0..1",
      fallbackValue = "" + PAPERS_DRAGAN,
      paramLabel = "WEIGHT",
      description =
          "DRAGAN's penalty on the discriminator's slope around real pictures; "
              + PAPERS_DRAGAN
              + " if no weight is named (default: 0).")
  private @Nullable Double dragan;

  @Option(
      names = "--penalty-every",
      paramLabel = "N",
      description =
          "Computes DRAGAN's penalty, or a model's own, in every N-th step only, N times as strong"
              + " (default: 1).")
  private @Nullable Integer penaltyEvery;

  @Option(
      names = "--label-smoothing",
      paramLabel = "X",
      description =
          "What the discriminator should give to real pictures, such as 0.9 (default:"
              + " ${bundle:default.stabilisation.realTarget}).")
  private @Nullable Double realTarget;

  @Option(
      names = "--average-decay",
      paramLabel = "X",
      description =
          "Memory of the moving average of the generator that samples are drawn from; 0 for none"
              + " (default: ${bundle:default.stabilisation.averageDecay}).")
  private @Nullable Double averageDecay;

  /** Steps between two of the penalty that a model has of its own, or null. */
  @Nullable Integer penaltyEvery() {
    return penaltyEvery;
  }

  /**
   * The same with what was given.
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
      throw new UsageException("--r1-every says how often R1 is computed; name --r1, too");
    }
    Penalty around =
        new Penalty(
            dragan == null ? base.dragan().weight() : dragan,
            penaltyEvery == null || ownPenalty ? base.dragan().interval() : penaltyEvery);
    if (penaltyEvery != null && !ownPenalty && around.weight() == 0) {
      throw new UsageException(
          "--penalty-every says how often a penalty is computed, but there is none; name --dragan,"
              + " too");
    }
    steady = steady.withR1(slope).withDragan(around);
    if (realTarget != null) {
      steady = steady.withRealTarget(realTarget);
    }
    return averageDecay == null ? steady : steady.withAverageDecay(averageDecay);
  }

  /** The same with what was given, of a model without a penalty of its own. */
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
