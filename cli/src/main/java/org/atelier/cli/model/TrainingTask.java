package org.atelier.cli.model;

import java.util.Arrays;
import java.util.Optional;

/** A training command whose model has a command of its own too: what it adds is its data. */
public enum TrainingTask {
  /** A conditional GAN that draws a shape at a given place. */
  PLACE("place", "cdcgan", "a shape where it is asked for (arXiv:1411.1784)"),

  /** A DiscoGAN between sounds and pictures. */
  SOUNDS("sounds", "discogan", "sounds and pictures, no pairs (arXiv:1703.05192)");

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

  /** The name of the kind of model that it trains. */
  public String model() {
    return model;
  }

  /** One line for people. */
  public String description() {
    return description;
  }
}
