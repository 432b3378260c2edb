package org.atelier.cli.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of options' numbers: what is out of range is refused by the option's own name. */
public final class Require {
  private Require() {}

  /**
   * Refuses what is below {@code least}.
   *
   * @param option as it is written, such as {@code --count}
   * @param value null, if the option was not given, is right
   */
  public static void atLeast(String option, @Nullable Number value, double least) {
    if (value != null && !(value.doubleValue() >= least)) {
      throw new UsageException(
          "%s must be at least %s, but was %s".formatted(option, text(least), value));
    }
  }

  /**
   * Refuses what is below {@code least} or above {@code most}.
   *
   * @param option as it is written, such as {@code --count}
   * @param value null, if the option was not given, is right
   */
  public static void between(String option, @Nullable Number value, double least, double most) {
    if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw new UsageException(
          "%s must be from %s to %s, but was %s".formatted(option, text(least), text(most), value));
    }
  }

  /** 8 where Java says 8.0. */
  private static String text(double bound) {
    return bound == Math.rint(bound)
        ? String.format(Locale.ROOT, "%.0f", bound)
        : String.valueOf(bound);
  }
}
