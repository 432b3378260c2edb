package org.atelier.cli.model;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that draw pictures of one class. */
public final class ClassOption {
  @Option(
      names = "--class",
      paramLabel = "NAME|N",
      description = "Class of all pictures, for a class-conditional model.")
  private @Nullable String name;

  /** Whether a class was given. */
  public boolean isGiven() {
    return name != null;
  }

  /**
   * The number of the class; null if none was given.
   *
   * @throws IOException if the run's settings cannot be read
   */
  public @Nullable Integer label(TrainedModel trained) throws IOException {
    return trained.label(name);
  }
}
