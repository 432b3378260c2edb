package org.atelier.cli;

import picocli.CommandLine.Command;

/** What {@code ./atelier} starts: all commands. */
@Command(
    name = "./atelier",
    mixinStandardHelpOptions = true,
    version = Atelier.VERSION,
    description = "Generative image models for the JVM.",
    footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage."},
    subcommands = {
      Train.class,
      Sample.class,
      Interpolate.class,
      Arithmetic.class,
      Invert.class,
      TranslateSound.class,
      Nearest.class,
      Evaluate.class,
      Reconstruct.class,
      Traverse.class,
      Manifold.class,
      Denoise.class,
      FindAnomalies.class,
      MeasureLikelihood.class,
      Compress.class,
      Decompress.class,
      MeasurePlace.class,
      Translate.class,
      ListRuns.class
    })
public final class Atelier {
  static final String VERSION = "Atelier 0.1.0";

  /** Runs the command that the arguments name. */
  public static void main(String... args) {
    Commands.main(new Atelier(), args);
  }
}
