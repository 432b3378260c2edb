package org.atelier.cli.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The option of commands that write a GIF. */
public final class DelayOption {
  // The format counts hundredths of a second in 16 bits.
  @Range(from = 10, to = 655_350)
  @Option(
      names = "--delay",
      paramLabel = "MS",
      description = "Duration of each GIF frame in milliseconds (default: 80).")
  private int delay = 80;

  /** The duration of each frame. */
  public Duration duration() {
    return Duration.ofMillis(delay);
  }
}
