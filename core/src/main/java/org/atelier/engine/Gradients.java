package org.atelier.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Derivatives, by libtorch's autograd.
 *
 * <p>Gradients are asked for, not accumulated in the arrays: {@link #of} gives the derivatives with
 * respect to the arrays it is handed and computes no others, so a network that does not learn costs
 * no weight gradients and cannot be polluted. Any number of threads may ask at once (DJL's {@code
 * GradientCollector} exists once per process).
 */
public final class Gradients {
  private static final String BODY =
      """
          gradients = torch.autograd.grad([y], x, None, None, %s, True)
          out = annotate(List[Tensor], [])
          for i in range(torch.len(x)):
            g = gradients[i]
            if torch.__is__(g, None):
              out = torch.append(out, torch.empty([0]))
            else:
              g0 = unchecked_cast(Tensor, g)
              out = torch.append(out, g0)
          return out
      """;

  private static final String NOT_RECORDED = "does not require grad and does not have a grad_fn";

  private static final Pattern NOT_TWICE =
      Pattern.compile("derivative for (?:aten::)?(\\w+) is not implemented");

  private Gradients() {}

  private static final class Once {
    static final NativeModule MODULE =
        NativeModule.compile("y: Tensor, x: List[Tensor]", "List[Tensor]", BODY.formatted("False"));
  }

  private static final class Twice {
    static final NativeModule MODULE =
        NativeModule.compile("y: Tensor, x: List[Tensor]", "List[Tensor]", BODY.formatted("True"));
  }

  /** Whether operations on this thread are recorded for differentiation. */
  public static boolean isRecording() {
    return Libtorch.isRecording();
  }

  /**
   * Runs {@code work} with its operations recorded on this thread: a scope of the {@linkplain
   * ExecutionContext execution context} that changes nothing else.
   */
  public static <T> T recording(Supplier<T> work) {
    return ExecutionContext.current().withRecording(true).run(work::get);
  }

  /** Runs {@code work} without recording: a scope as that of {@link #recording}. */
  public static <T> T withoutRecording(Supplier<T> work) {
    return ExecutionContext.current().withRecording(false).run(work::get);
  }

  /**
   * The derivatives of a scalar with respect to some arrays. The record that led to {@code y} is
   * freed.
   *
   * @param y a scalar, recorded
   * @param arrays leaves that require gradients, such as a network's parameters
   * @return the gradients in the order of {@code arrays}, attached to the manager of {@code y}; an
   *     array that {@code y} does not depend on has an empty one (no elements)
   */
  public static NDList of(NDArray y, List<NDArray> arrays) {
    return call(Once.MODULE, y, arrays, false);
  }

  /**
   * The derivative of a scalar with respect to an array, itself recorded, so that a function of it
   * can be differentiated again (double backward: gradient penalties).
   *
   * @param y a scalar, recorded
   * @param x an array that requires a gradient, and that {@code y} depends on
   */
  public static NDArray ofInput(NDArray y, NDArray x) {
    NDArray gradient = call(Twice.MODULE, y, List.of(x), true).singletonOrThrow();
    if (gradient.isEmpty()) {
      throw new IllegalArgumentException(
          "The value does not depend on the input it is to be differentiated by");
    }
    return gradient;
  }

  private static NDList call(
      NativeModule module, NDArray y, List<NDArray> arrays, boolean recording) {
    if (y.size() != 1) {
      throw new IllegalArgumentException(
          "Expected a scalar to differentiate, but its shape was "
              + y.getShape()
              + "; take its mean or sum first");
    }
    try (var inputs = new Arguments()) {
      inputs.add(y);
      for (NDArray array : arrays) {
        inputs.addToList("p[]", array);
      }
      return inputs.call(module, recording);
    } catch (EngineException e) {
      throw explained(e);
    }
  }

  /** Says what stood in the way, where libtorch's words do not help. */
  private static RuntimeException explained(EngineException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains(NOT_RECORDED)) {
      return new IllegalArgumentException(
          "The value was not recorded, so it has no derivative; compute it from arrays that require"
              + " gradients, inside Gradients.recording(…) (a network's predict never records)",
          e);
    }
    // Grid sampling has none.
    var missing = NOT_TWICE.matcher(message);
    return missing.find()
        ? new UnsupportedOperationException(
            "The operation %s has no second derivative in libtorch; leave it out of what a gradient penalty differentiates"
                .formatted(missing.group(1)),
            e)
        : e;
  }
}
