package org.atelier.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/**
 * The network that turns examples, such as pictures (N, C, H, W) in [-1, 1], into what stands for
 * them: codes, or distributions of codes. It may take conditions (N, …) beside the examples.
 */
public final class Encoder extends Network {
  /**
   * An encoder.
   *
   * @param example the shape of an example without the batch axis: (C, H, W) of a picture, (F) of a
   *     vector
   * @param layers two heads, the mean and the log-variance of codes, for {@link #posterior}: {@code
   *     Sequential.of(…, Parallel.of(Linear.of(n), Linear.of(n)))}
   * @param conditions the shape of each further input without the batch axis; for a label {@link
   *     ClassLabels#SHAPE}
   */
  public Encoder(Shape example, Layer layers, Optimizer optimizer, Shape... conditions) {
    super("encoder", layers, optimizer, inputs(example, conditions));
  }

  /**
   * The distributions of codes q(z | x), in training mode.
   *
   * @param inputs examples, and conditions if it takes any
   * @throws IllegalStateException if the layers have not two heads of one shape
   */
  public Gaussian posterior(NDArray... inputs) {
    return gaussian(forwardAll(inputs));
  }

  /**
   * The distributions of codes q(z | x), in evaluation mode, by the averaged parameters if they are
   * kept; recorded where the thread records.
   *
   * @param inputs examples, and conditions if it takes any
   * @throws IllegalStateException if the layers have not two heads of one shape
   */
  public Gaussian evaluatePosterior(NDArray... inputs) {
    return gaussian(evaluateAll(inputs));
  }

  private static Gaussian gaussian(NDList heads) {
    if (heads.size() != 2 || !heads.get(0).getShape().equals(heads.get(1).getShape())) {
      throw new IllegalStateException(
          "encoder: expected two results of one shape, the mean and the log-variance, but got %s; end it with Parallel.of(Linear.of(n), Linear.of(n))"
              .formatted(heads.stream().map(NDArray::getShape).toList()));
    }
    return new Gaussian(heads.get(0), heads.get(1));
  }
}
