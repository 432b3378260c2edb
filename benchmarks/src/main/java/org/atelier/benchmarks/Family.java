package org.atelier.benchmarks;

import java.util.Map;
import org.atelier.nn.Precision;

/**
 * A kind of model whose training step is compared with PyTorch's. Its other half is the Python file
 * of the same name in {@code benchmarks/python/families}.
 */
@FunctionalInterface
interface Family {
  /** All of them; a new one is a line here and a file there. */
  Map<String, Family> ALL =
      Map.of(
          "gan", GanFamily::open,
          "cgan", CganFamily::open,
          "dcgan", DcganFamily::open,
          "sngan", SnganFamily::open,
          "wgan_gp", WganGpFamily::open,
          "vae", VaeFamily::perceptrons,
          "conv_vae", VaeFamily::convolutions);

  /**
   * The steps of one case.
   *
   * @param size of the pictures, in pixels
   * @param batch examples a step
   */
  TrainingSteps<?> open(int size, int batch, Precision precision);
}
