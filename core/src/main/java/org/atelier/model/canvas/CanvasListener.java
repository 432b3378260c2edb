package org.atelier.model.canvas;

/** Follows a run of {@link CanvasLoop}, on its thread. It must not change the canvas. */
@FunctionalInterface
public interface CanvasListener {
  /**
   * Called after each step.
   *
   * @return whether the run goes on; if not, it ends with the values that it has
   */
  boolean onStep(CanvasProgress progress);
}
