package org.atelier.cli.run;

import java.util.Locale;

/** Values of {@code --health}: the reaction to training failures such as mode collapse. */
public enum HealthChoice {
  OFF,
  WARN,
  STOP,
  ROLLBACK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the run ends at the first failure that is detected. */
  public boolean stops() {
    return this == STOP || this == ROLLBACK;
  }
}
