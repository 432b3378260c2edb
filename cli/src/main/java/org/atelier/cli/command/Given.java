package org.atelier.cli.command;

import org.jspecify.annotations.Nullable;

/** Options that are null unless given, so that a recipe or a resumed run keeps its own values. */
public final class Given {
  private Given() {}

  /** {@code given}, or {@code otherwise} if that is null. */
  public static <T> T given(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
