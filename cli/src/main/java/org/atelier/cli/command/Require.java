package org.atelier.cli.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Range checks of numeric options, whose messages name the option. */
public final class Require {
  private Require() {}

  /**
   * Refuses a value below {@code least}.
   *
   * @param option as it is written, such as {@code --count}
   * @param value null is accepted: the option was not given
   */
  public static void atLeast(String option, @Nullable Number value, double least) {
    if (value != null && !(value.doubleValue() >= least)) {
      throw new UsageException(
          "%s must be at least %s, but was %s".formatted(option, text(least), value));
    }
  }

  /**
   * Refuses a value outside [{@code least}, {@code most}].
   *
   * @param option as it is written, such as {@code --count}
   * @param value null is accepted: the option was not given
   */
  public static void between(String option, @Nullable Number value, double least, double most) {
    if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw new UsageException(
          "%s must be from %s to %s, but was %s".formatted(option, text(least), text(most), value));
    }
  }

  /** Formats whole numbers without a fraction: 8, not 8.0. */
  private static String text(double bound) {
    return bound == Math.rint(bound)
        ? String.format(Locale.ROOT, "%.0f", bound)
        : String.valueOf(bound);
  }
}
