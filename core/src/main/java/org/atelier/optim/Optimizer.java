package org.atelier.optim;

import java.util.List;

/**
 * An update rule of parameters by their gradients, written in TorchScript so that one native call
 * updates all parameters of a network.
 *
 * <p>An optimizer is immutable (a record of its hyperparameters); the state for a network's
 * parameters is the network's {@link OptimizerState}.
 */
public non-sealed interface Optimizer extends Minimiser {
  /** Returns the base learning rate, which the schedule's factor multiplies. */
  double learningRate();

  /** Returns the schedule of the learning rate over the training steps. */
  Schedule schedule();

  /**
   * Returns the names of the state arrays of every parameter, such as {@code exp_avg}: arrays of
   * the parameter's shape, initially zero. The name {@code step} is reserved for a counter of the
   * parameter's updates.
   */
  List<String> slots();

  /**
   * Returns whether a slot averages squared gradients: never negative, and in the square of the
   * gradient's unit. Where the parameter is a picture that is resized, such a slot must be resized
   * so that it stays so. All others but {@code step} are taken for averages of gradients.
   */
  default boolean averagesSquares(String slot) {
    return slot.equals("exp_avg_sq") || slot.equals("square_avg");
  }

  /**
   * Returns the TorchScript lines of the update, indented by four spaces. Their variables are the
   * lists {@code p} (parameters), {@code g} (gradients, in the parameters' memory layout) and one
   * list for each slot by its name, and the number {@code lr}. Channels-last arrays of four axes
   * are passed as views (N, H, W, C).
   *
   * <p>Modify parameters and slots in place ({@code torch._foreach_mul_(exp_avg, 0.9)}), but never
   * {@code g}: gradients may belong to the caller, and two may share memory. Modify whole lists
   * only: TorchScript silently drops an in-place operation on a list literal ({@code [p[0]]}).
   */
  String update();
}
