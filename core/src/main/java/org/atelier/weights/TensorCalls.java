package org.atelier.weights;

import java.util.List;
import org.atelier.weights.Pickled.Global;
import org.atelier.weights.Pickled.Tensor;
import org.atelier.weights.Pickled.Tuple;
import org.jspecify.annotations.Nullable;

/** The functions and classes by which a pickle makes tensors, of PyTorch 0.1 to 2. */
final class TensorCalls {
  private TensorCalls() {}

  /**
   * The tensor that a call makes.
   *
   * @param name what is called
   * @return null if the call does not make a dense tensor
   */
  static @Nullable Object call(PythonObjects objects, String name, List<Object> arguments)
      throws WeightsException {
    int count = arguments.size();
    return switch (name) {
      // Storage, offset, shape, strides; then requires_grad, hooks and, sometimes, metadata.
      case "torch._utils._rebuild_tensor" -> count == 4 ? objects.tensor(arguments, null) : null;
      case "torch._utils._rebuild_tensor_v2" ->
          count == 6 || count == 7 ? objects.tensor(arguments, null) : null;
      // With a type after the hooks, since the storage has none.
      case "torch._utils._rebuild_tensor_v3" ->
          count == 7 || count == 8
              ? objects.tensor(arguments, PythonObjects.typeOf(arguments.get(6)))
              : null;
      // A tensor, requires_grad, hooks and, sometimes, attributes.
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          count >= 3 ? tensorOrNull(arguments.get(0)) : null;
      // To PyTorch 0.3 parameters are objects of their class.
      case "torch.nn.parameter.Parameter",
          "torch.nn.parameter.Buffer",
          "torch.autograd.variable.Variable",
          "torch.Tensor",
          "torch.tensor.Tensor" ->
          count >= 1 ? tensorOrNull(arguments.get(0)) : null;
      // A function, the class of its result, the function's arguments, attributes.
      case "torch._tensor._rebuild_from_type_v2", "torch._tensor._rebuild_from_type" ->
          count == 4
                  && arguments.get(0) instanceof Global function
                  && arguments.get(2) instanceof Tuple tuple
                  // One within the other has no end.
                  && !function.qualified().startsWith("torch._tensor._rebuild_from_type")
              ? call(objects, function.qualified(), tuple.items)
              : null;
      default -> null;
    };
  }

  private static @Nullable Tensor tensorOrNull(Object value) {
    return value instanceof Tensor tensor ? tensor : null;
  }
}
