package org.atelier.engine;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A function of arrays, written as one TorchScript expression; compiled at its first call and kept.
 *
 * <pre>{@code
 * private static final NativeFunction HINGE = NativeFunction.of("torch.mean(torch.relu(1 - x))", "x");
 * NDArray loss = HINGE.apply(logits);
 * }</pre>
 *
 * <p>It computes in the precision of its inputs and records gradients when the thread does ({@link
 * Gradients#recording}).
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
   * A function of the named parameters.
   *
   * @param expression a TorchScript expression that gives one tensor
   * @param parameters the parameters' names, in the order of {@link #apply}'s arguments
   */
  public static NativeFunction of(String expression, String... parameters) {
    if (parameters.length == 0) {
      throw new IllegalArgumentException("A native function needs at least one parameter");
    }
    return new NativeFunction(expression, parameters.clone());
  }

  /** The value; it joins the manager of the first argument. */
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
