package org.atelier.model.canvas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.engine.Arguments;
import org.atelier.engine.NativeModule;
import org.atelier.model.objective.Objective;
import org.atelier.optim.GradientNorm;

/**
 * An objective on the host.
 *
 * @param total the weighted sum of the terms
 * @param gradientNorm the Euclidean norm of the gradient with respect to the canvas's values; 0 is
 *     an objective that the values do not move
 * @param terms the terms by name, without their weights, and the observed values
 */
public record CanvasTerms(float total, float gradientNorm, Map<String, Float> terms) {
  private static final class Module {
    static final NativeModule JOIN =
        NativeModule.compile(
            "p: List[Tensor]",
            "List[Tensor]",
            """
                all = annotate(List[Tensor], [])
                for i in range(torch.len(p)):
                  all = torch.append(all, torch.to(torch.reshape(torch.detach(p[i]), [1]), 6))
                return [torch.cat(all)]
            """);
  }

  /** Copies the terms in order. */
  public CanvasTerms {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }

  /** Copies the values of a step to the host, in one transfer. */
  static CanvasTerms of(Objective objective, NDList gradients) {
    float[] values;
    try (NDArray norm = GradientNorm.of(gradients);
        var arguments = new Arguments()) {
      arguments.addToList("p[]", objective.total());
      arguments.addToList("p[]", norm);
      // A term may be the total itself, or stand twice.
      objective.metrics().values().forEach(term -> arguments.addToList("p[]", term));
      try (NDArray joined = arguments.call(Module.JOIN, false).singletonOrThrow()) {
        values = joined.toFloatArray();
      }
    }
    var terms = new LinkedHashMap<String, Float>();
    int i = 2;
    for (String name : objective.metrics().keySet()) {
      terms.put(name, values[i++]);
    }
    return new CanvasTerms(values[0], values[1], terms);
  }

  /**
   * Checks that the terms, their sum and the gradient are finite.
   *
   * @throws IllegalStateException if not; the message names the canvas, the step and the term
   */
  void requireFinite(String canvas, long step) {
    for (var term : terms.entrySet()) {
      requireFinite(canvas, step, "the term \"" + term.getKey() + "\"", term.getValue());
    }
    requireFinite(canvas, step, "the objective", total);
    requireFinite(canvas, step, "the norm of the gradient", gradientNorm);
  }

  private static void requireFinite(String canvas, long step, String what, float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalStateException(
          "%s: in step %s, %s is %s; choose a lower learning rate, or check what the objective is computed from"
              .formatted(canvas, step, what, value));
    }
  }
}
