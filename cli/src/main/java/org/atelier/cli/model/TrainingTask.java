package org.atelier.cli.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * A training command that trains a kind of model, which also has a command of its own, on special
 * data.
 */
public enum TrainingTask {
  /** A conditional DCGAN that draws a shape at a given position. */
  PLACE("place", "cdcgan", "conditional DCGAN, shapes at given positions (arXiv:1411.1784)"),

  /** A DiscoGAN between sounds and pictures. */
  SOUNDS("sounds", "discogan", "DiscoGAN between sounds and pictures (arXiv:1703.05192)");

  private final String title;
  private final String model;
  private final String description;

  TrainingTask(String title, String model, String description) {
    this.title = title;
    this.model = model;
    this.description = description;
  }

  /** The task whose command has this name. */
  public static Optional<TrainingTask> named(String name) {
    return Arrays.stream(values()).filter(task -> task.title.equals(name)).findFirst();
  }

  /** The name on the command line. */
  public String title() {
    return title;
  }

  /** The name of the kind of model that this task trains. */
  public String model() {
    return model;
  }

  /** One line for {@code ./atelier list}. */
  public String description() {
    return description;
  }
}
