package org.atelier.cli.sample;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.atelier.cli.command.UsageException;
import org.atelier.latent.Latent;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.atelier.weights.WeightsException;

/** A latent in a file: safetensors with one tensor, {@code latent}, of shape (size). */
public final class LatentFile {
  /** The file-name extension. */
  public static final String ENDING = ".safetensors";

  private static final String NAME = "latent";

  private LatentFile() {}

  /** Writes a latent; an existing file is replaced atomically. */
  static void write(Path file, Latent latent, Map<String, String> metadata) throws IOException {
    float[] values = latent.values();
    var tensor = HostTensor.of(new Shape(values.length), values);
    Safetensors.replace(file, Map.of(NAME, tensor), metadata);
  }

  /**
   * Reads a latent.
   *
   * @throws WeightsException if the file holds no latent of finite values
   */
  public static Latent read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "Expected a latent that ./atelier invert has written, but there is no file " + file);
    }
    HostTensor tensor = Safetensors.read(file).get(NAME);
    if (tensor == null || tensor.shape().dimension() != 1) {
      throw new WeightsException(
          file,
          "expected a tensor 'latent' of one dimension, as ./atelier invert writes it, but there is"
              + " none");
    }
    try {
      return new Latent(tensor.toFloats());
    } catch (IllegalArgumentException e) {
      throw new WeightsException(file, e.getMessage() + "; the file is damaged", e);
    }
  }
}
