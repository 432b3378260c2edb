package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.engine.NativeModule;

/**
 * An optimizer's state for a network's parameters (moments, step counters), and the native call
 * that updates parameters and state.
 *
 * <p>As in PyTorch, parameters without a gradient in a step keep their values and their state.
 */
public final class OptimizerState implements AutoCloseable {
  private static final String STEP = "step";

  /**
   * Fused updates iterate over memory, so gradients are first copied to their parameter's layout.
   * Parameters and slots are passed as {@linkplain Layout#contiguousView contiguous views}:
   * libtorch's fused updates copy any gradient that is not contiguous (and then read the original),
   * a hundredth of a convolutional network's step. The views are created once and not in the
   * script, where libtorch optimises away mutations of a list that the script itself filled.
   */
  private static final String ALIGN =
      """
          lr = float(h)
          g = annotate(List[Tensor], [])
          for i in range(torch.len(p)):
            if torch.eq(torch.dim(p[i]), 4):
              d0 = torch.permute(d[i], [0, 2, 3, 1])
            elif torch.ne(torch.dim(p[i]), torch.dim(d[i])):
              d0 = torch.reshape(d[i], [-1])
            else:
              d0 = d[i]
            if torch.eq(torch.stride(p[i]), torch.stride(d0)):
              g = torch.append(g, d0)
            else:
              g = torch.append(g, torch.copy_(torch.empty_like(p[i], memory_format=None), d0))
      """;

  private static final Map<Source, NativeModule> MODULES = new ConcurrentHashMap<>();

  private final Optimizer optimizer;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> views = new LinkedHashMap<>();
  private final Map<String, Map<String, NDArray>> slots = new LinkedHashMap<>();
  private final Map<String, Map<String, NDArray>> slotViews = new LinkedHashMap<>();
  private final NDManager manager;
  private final NativeModule module;

  /** The learning rate as an argument of the update; replaced only when it changes. */
  private NDArray rate;

  private double rateValue;

  /**
   * Creates a state of zeros.
   *
   * @param optimizer the update rule
   * @param parameters the trainable parameters by name
   * @param owner the manager that the state belongs to
   */
  public OptimizerState(Optimizer optimizer, Map<String, NDArray> parameters, NDManager owner) {
    this.optimizer = optimizer;
    this.parameters = new LinkedHashMap<>(parameters);
    manager = owner.newSubManager();
    for (String slot : optimizer.slots()) {
      var arrays = new LinkedHashMap<String, NDArray>();
      parameters.forEach(
          (name, parameter) ->
              arrays.put(
                  name,
                  slot.equals(STEP)
                      ? manager.zeros(new Shape(), DataType.FLOAT32)
                      : Layout.zerosLike(parameter, manager)));
      slots.put(slot, arrays);
    }
    this.parameters.forEach(
        (name, parameter) -> views.put(name, Layout.contiguousView(parameter, manager)));
    slots.forEach(
        (slot, arrays) -> {
          var seen = new LinkedHashMap<String, NDArray>();
          arrays.forEach((name, array) -> seen.put(name, Layout.contiguousView(array, manager)));
          slotViews.put(slot, seen);
        });
    module = MODULES.computeIfAbsent(Source.of(optimizer), Source::compile);
    rateValue = optimizer.learningRate() * optimizer.schedule().factor(0);
    rate = HostValues.number(manager, rateValue);
  }

  private NDArray rate(long step) {
    double value = optimizer.learningRate() * optimizer.schedule().factor(step);
    if (value != rateValue) {
      rate.close();
      rate = HostValues.number(manager, value);
      rateValue = value;
    }
    return rate;
  }

  /** The key of compiled updates: rules with the same source may have different slots. */
  private record Source(String signature, String body) {
    static Source of(Optimizer optimizer) {
      String signature =
          "h: Tensor, p: List[Tensor], d: List[Tensor]"
              + optimizer.slots().stream()
                  .map(slot -> ", " + slot + ": List[Tensor]")
                  .collect(Collectors.joining());
      return new Source(signature, ALIGN + optimizer.update() + "    return [h]\n");
    }

    NativeModule compile() {
      return NativeModule.compile(signature, "List[Tensor]", body);
    }
  }

  /** Returns the update rule. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /**
   * Updates the parameters and the state.
   *
   * @param gradients in the order of the parameters; an empty array for a parameter without a
   *     gradient
   * @param step the training step, counted from 0, at which the schedule is evaluated
   * @throws IllegalArgumentException if the number of gradients is not that of the parameters
   */
  public void update(NDList gradients, long step) {
    if (gradients.size() != parameters.size()) {
      throw new IllegalArgumentException(
          "Expected " + parameters.size() + " gradients, but got " + gradients.size());
    }
    var names = new ArrayList<String>(parameters.size());
    var learning = new NDList(parameters.size());
    var derivatives = new NDList(parameters.size());
    int index = 0;
    for (var entry : views.entrySet()) {
      NDArray gradient = gradients.get(index++);
      if (!gradient.isEmpty()) {
        names.add(entry.getKey());
        learning.add(NativeModule.inList(entry.getValue(), "p[]"));
        derivatives.add(NativeModule.inList(gradient, "d[]"));
      }
    }
    if (names.isEmpty()) {
      return;
    }
    var inputs = new NDList(rate(step));
    inputs.addAll(learning);
    inputs.addAll(derivatives);
    slotViews.forEach(
        (slot, arrays) ->
            names.forEach(name -> inputs.add(NativeModule.inList(arrays.get(name), slot + "[]"))));
    module.call(inputs, false).close();
  }

  /**
   * Returns the state's arrays by the names {@code <parameter>.<slot>}: the arrays themselves, not
   * copies.
   */
  public Map<String, NDArray> named() {
    var named = new LinkedHashMap<String, NDArray>();
    slots.forEach(
        (slot, arrays) -> arrays.forEach((name, array) -> named.put(name + "." + slot, array)));
    return named;
  }

  /** Returns the names of the parameters, in the order of the gradients. */
  public List<String> parameterNames() {
    return List.copyOf(parameters.keySet());
  }

  @Override
  public void close() {
    manager.close();
  }
}
