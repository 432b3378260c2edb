package org.atelier.cli.run;

import java.util.Locale;

/** What {@code --health} may say. */
public enum HealthChoice {
  OFF,
  WARN,
  STOP,
  ROLLBACK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the run ends at the first trouble. */
  public boolean stops() {
    return this == STOP || this == ROLLBACK;
  }
}
