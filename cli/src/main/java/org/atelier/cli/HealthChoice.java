package org.atelier.cli;

import java.util.Locale;

/** What {@code --health} may say. */
enum HealthChoice {
  OFF,
  WARN,
  STOP,
  ROLLBACK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the run ends at the first trouble. */
  boolean stops() {
    return this == STOP || this == ROLLBACK;
  }
}
