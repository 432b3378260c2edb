package org.atelier.optim;

import java.util.List;

/**
 * A rule that changes parameters by their gradients, written as TorchScript so that one native call
 * serves all parameters of a network.
 *
 * <p>An optimizer is a value (a record of its numbers); its state for a network's parameters is in
 * the network's {@link OptimizerState}.
 */
public interface Optimizer {
  /** The learning rate before the schedule. */
  double learningRate();

  /** How the learning rate changes over the training steps. */
  Schedule schedule();

  /**
   * The state of every parameter: arrays of the parameter's shape that begin at zero, such as
   * {@code exp_avg}. The name {@code step} stands for a counter of the parameter's updates.
   */
  List<String> slots();

  /**
   * The lines of the update, indented by four spaces. They see the lists {@code p} (parameters),
   * {@code g} (gradients, in the parameters' memory layout), one list for each slot by its name,
   * and the number {@code lr}. Arrays of four axes arrive with their channels last.
   *
   * <p>Change the parameters and the slots in place ({@code torch._foreach_mul_(exp_avg, 0.9)}),
   * but never {@code g}: it may be the caller's, and two gradients may share memory. Whole lists
   * only: a change in place of a list literal ({@code [p[0]]}) is dropped without an error.
   */
  String update();
}
