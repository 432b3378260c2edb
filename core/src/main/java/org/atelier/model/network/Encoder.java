package org.atelier.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/**
 * The network that maps examples, such as pictures (N, C, H, W) in [-1, 1], to codes or to the
 * parameters of the approximate posterior q(z | x). It may have conditioning inputs (N, …).
 */
public final class Encoder extends Network {
  /**
   * Creates an encoder.
   *
   * @param example the shape of an example without the batch axis: (C, H, W) of a picture, (F) of a
   *     vector
   * @param layers the layers; for {@link #posterior} with two heads, the mean and the log-variance
   *     of codes: {@code Sequential.of(…, Parallel.of(Linear.of(n), Linear.of(n)))}
   * @param optimizer the optimizer of the parameters
   * @param conditions the shape of each conditioning input without the batch axis; for a class
   *     label {@link org.atelier.model.condition.ClassLabels#SHAPE}
   */
  public Encoder(Shape example, Layer layers, Optimizer optimizer, Shape... conditions) {
    super("encoder", layers, optimizer, inputs(example, conditions));
  }

  /**
   * Computes the approximate posterior q(z | x) in training mode.
   *
   * @param inputs examples, followed by the conditioning inputs if there are any
   * @throws IllegalStateException if the layers do not have two outputs of the same shape
   */
  public Gaussian posterior(NDArray... inputs) {
    return gaussian(forwardAll(inputs));
  }

  /**
   * Computes the approximate posterior q(z | x) in evaluation mode, with the EMA of the parameters
   * if it is kept; recorded for autograd if the thread records.
   *
   * @param inputs examples, followed by the conditioning inputs if there are any
   * @throws IllegalStateException if the layers do not have two outputs of the same shape
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
