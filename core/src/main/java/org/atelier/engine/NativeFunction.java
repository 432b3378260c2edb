package org.atelier.engine;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A function of tensors, given as one TorchScript expression, which is compiled at the first call.
 *
 * <pre>{@code
 * private static final NativeFunction HINGE = NativeFunction.of("torch.mean(torch.relu(1 - x))", "x");
 * NDArray loss = HINGE.apply(logits);
 * }</pre>
 *
 * <p>It computes in the type of its inputs, and is recorded for autograd if the thread records
 * ({@link Gradients#recording}). Thread-safe.
 */
public final class NativeFunction {
  private final String expression;
  private final String[] parameters;
  private volatile @Nullable NativeModule module;

  private NativeFunction(String expression, String[] parameters) {
    this.expression = expression;
    this.parameters = parameters;
  }

  /**
   * Creates a function of the named parameters.
   *
   * @param expression a TorchScript expression whose value is one tensor
   * @param parameters the parameters' names, in the order of {@link #apply}'s arguments
   */
  public static NativeFunction of(String expression, String... parameters) {
    if (parameters.length == 0) {
      throw new IllegalArgumentException("A native function needs at least one parameter");
    }
    return new NativeFunction(expression, parameters.clone());
  }

  /**
   * Computes the function; the result is attached to the manager of the first argument.
   *
   * @throws IllegalArgumentException if the number of arguments is not that of the parameters
   */
  public NDArray apply(NDArray... arguments) {
    if (arguments.length != parameters.length) {
      throw new IllegalArgumentException(
          "Expected %s arguments (%s), but got %s"
              .formatted(parameters.length, String.join(", ", parameters), arguments.length));
    }
    try (var inputs = new Arguments()) {
      for (NDArray argument : arguments) {
        inputs.add(argument);
      }
      return inputs.call(module(), Gradients.isRecording()).singletonOrThrow();
    }
  }

  private NativeModule module() {
    NativeModule compiled = module;
    if (compiled == null) {
      synchronized (this) {
        compiled = module;
        if (compiled == null) {
          String signature =
              String.join(", ", Arrays.stream(parameters).map(name -> name + ": Tensor").toList());
          compiled = NativeModule.compile(signature, "Tensor", "    return " + expression + "\n");
          module = compiled;
        }
      }
    }
    return compiled;
  }
}
