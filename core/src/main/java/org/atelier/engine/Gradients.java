package org.atelier.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Computes gradients by libtorch's autograd.
 *
 * <p>Gradients are returned rather than accumulated in the arrays: {@link #of} computes the
 * gradients of the given arrays and no others, so the weight gradients of frozen networks are not
 * computed. Any number of threads may differentiate at the same time (DJL's {@code
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

  /** Returns whether autograd records operations on the current thread. */
  public static boolean isRecording() {
    return Libtorch.isRecording();
  }

  /**
   * Runs {@code work} with recording for autograd on the current thread; the rest of the
   * {@linkplain ExecutionContext execution context} is unchanged.
   *
   * @return the result of {@code work}
   */
  public static <T> T recording(Supplier<T> work) {
    return ExecutionContext.current().withRecording(true).run(work::get);
  }

  /** Runs {@code work} without recording; see {@link #recording}. */
  public static <T> T withoutRecording(Supplier<T> work) {
    return ExecutionContext.current().withRecording(false).run(work::get);
  }

  /**
   * Computes the gradients of a scalar with respect to arrays, and frees the autograd graph of
   * {@code y}.
   *
   * @param y a scalar that was computed while the thread recorded
   * @param arrays leaves that require gradients, such as a network's parameters
   * @return the gradients in the order of {@code arrays}, attached to the manager of {@code y}; an
   *     empty array (no elements) for each array that {@code y} does not depend on
   * @throws IllegalArgumentException if {@code y} is not a scalar or was not recorded
   */
  public static NDList of(NDArray y, List<NDArray> arrays) {
    return call(Once.MODULE, y, arrays, false);
  }

  /**
   * Computes the gradient of a scalar with respect to an array with the graph retained, so that a
   * function of the gradient can be differentiated again (double backward: gradient penalties).
   *
   * @param y a scalar that was computed while the thread recorded
   * @param x an array that requires a gradient and that {@code y} depends on
   * @return the gradient, of the shape of {@code x}
   * @throws IllegalArgumentException if {@code y} is not a scalar, was not recorded, or does not
   *     depend on {@code x}
   * @throws UnsupportedOperationException if an operation has no second derivative in libtorch
   */
  public static NDArray ofInput(NDArray y, NDArray x) {
    NDArray gradient = call(Twice.MODULE, y, List.of(x), true).singletonOrThrow();
    if (gradient.isEmpty()) {
      throw new IllegalArgumentException(
          "The value does not depend on the input with respect to which it is differentiated; compute it from that input");
    }
    return gradient;
  }

  private static NDList call(
      NativeModule module, NDArray y, List<NDArray> arrays, boolean recording) {
    if (y.size() != 1) {
      throw new IllegalArgumentException(
          "Expected a scalar to differentiate, but got the shape "
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

  /** Translates errors whose message in libtorch names no remedy. */
  private static RuntimeException explained(EngineException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains(NOT_RECORDED)) {
      return new IllegalArgumentException(
          "The value was not recorded for autograd, so it has no gradient; compute it from arrays that require"
              + " gradients, inside Gradients.recording(…) (a network's predict never records)",
          e);
    }
    // Such as grid sampling.
    var missing = NOT_TWICE.matcher(message);
    return missing.find()
        ? new UnsupportedOperationException(
            "The operation %s has no second derivative in libtorch; do not use it in a network under a gradient penalty"
                .formatted(missing.group(1)),
            e)
        : e;
  }
}
