package org.atelier.model.canvas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.atelier.engine.Layout;
import org.atelier.model.canvas.Parametrisation.Quantity;
import org.atelier.optim.Optimizer;

/** Copies a canvas's state to a canvas of another size. */
record CanvasResize(Parametrisation parametrisation, Shape from, Shape to) {
  private static final String STEP = "step";

  void copy(Canvas old, Canvas resized) {
    copy(old.parameters(), resized.parameters());
    old.average()
        .ifPresent(average -> copy(average.named(), resized.average().orElseThrow().named()));
    if (old.minimiser() instanceof Optimizer && resized.minimiser() instanceof Optimizer next) {
      copyState(old.optimizerState().named(), resized.optimizerState().named(), next);
    }
  }

  private void copy(Map<String, NDArray> old, Map<String, NDArray> resized) {
    resized.forEach((name, array) -> copy(old.get(name), array, Quantity.VALUES));
  }

  /** Copies the slots that both optimizers have; the others stay 0. */
  private void copyState(
      Map<String, NDArray> old, Map<String, NDArray> resized, Optimizer optimizer) {
    resized.forEach(
        (name, array) -> {
          NDArray before = old.get(name);
          String slot = name.substring(name.lastIndexOf('.') + 1);
          if (before == null) {
            return;
          }
          if (slot.equals(STEP)) {
            Layout.copyInto(array, before);
          } else {
            boolean squares = optimizer.averagesSquares(slot);
            copy(before, array, squares ? Quantity.SQUARES : Quantity.GRADIENTS);
          }
        });
  }

  private void copy(NDArray before, NDArray array, Quantity quantity) {
    try (NDManager scratch = before.getManager().newSubManager()) {
      NDArray source = Layout.copyOf(before, scratch);
      Layout.copyInto(array, parametrisation.resized(source, from, to, quantity));
    }
  }
}
