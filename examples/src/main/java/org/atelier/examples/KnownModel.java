package org.atelier.examples;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.model.Gan;
import org.atelier.train.Checkpoint;

/**
 * A model that the commands can train and sample from. Checkpoints name the class of their model;
 * it is looked up here and never loaded by its name.
 *
 * @param name on the command line
 * @param description for people
 * @param type the class
 * @param loader how a trained one is read
 */
record KnownModel(String name, String description, Class<?> type, Loader loader) {
  static final List<KnownModel> ALL =
      List.of(
          new KnownModel(
              "dcgan",
              "deep convolutional GAN (arXiv:1511.06434), 28 to 128 px",
              Dcgan.class,
              Dcgan::load));

  /** Reads a trained model from a run's folder. */
  @FunctionalInterface
  interface Loader {
    Gan<?> load(Path run, Device device) throws IOException;
  }

  /** The model of a checkpoint. */
  static KnownModel of(Checkpoint checkpoint) {
    String type = checkpoint.description().model();
    return ALL.stream()
        .filter(model -> model.type().getName().equals(type))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Expected a checkpoint of %s, but %s is one of %s; load it with that class from Java"
                        .formatted(names(), checkpoint.folder(), type)));
  }

  /** The name of a class on the command line, or the class's own if it is not known. */
  static String nameOf(String type) {
    return ALL.stream()
        .filter(model -> model.type().getName().equals(type))
        .map(KnownModel::name)
        .findFirst()
        .orElse(type.substring(type.lastIndexOf('.') + 1));
  }

  private static String names() {
    return ALL.stream().map(KnownModel::name).collect(Collectors.joining(" or "));
  }
}
