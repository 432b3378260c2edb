package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;

/**
 * Rolls pictures by 0 or 1 pixel in each direction, so that the phase of a network's strides
 * changes from step to step.
 */
enum Shift {
  NONE(0, 0),
  DOWN(1, 0),
  RIGHT(0, 1),
  BOTH(1, 1);

  private final NativeFunction roll;

  Shift(int rows, int columns) {
    roll = NativeFunction.of("torch.roll(x, [%s, %s], [2, 3])".formatted(rows, columns), "x");
  }

  NDArray of(NDArray pictures) {
    return this == NONE ? pictures : roll.apply(pictures);
  }
}
