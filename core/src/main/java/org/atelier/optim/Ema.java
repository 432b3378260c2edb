package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.engine.NativeModule;
import org.atelier.options.OptionChecks;

/**
 * An exponential moving average of a network's parameters: a ← decay·a + (1 − decay)·p after every
 * update. Samples of a generator with averaged parameters vary less from step to step than those
 * with the latest parameters.
 */
public final class Ema implements AutoCloseable {
  private static final class Module {
    static final NativeModule LERP =
        NativeModule.compile(
            "h: Tensor, a: List[Tensor], p: List[Tensor]",
            "List[Tensor]",
            "    torch._foreach_lerp_(a, p, float(h))\n    return [h]\n");
  }

  private final double decay;
  private final NDManager manager;
  private final NDArray share;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> averages = new LinkedHashMap<>();

  /**
   * Creates an average whose initial values are the parameters' current values.
   *
   * @param decay in [0, 1); 0.999 averages over about 1,000 steps
   * @param parameters the parameters by name
   * @param owner the manager that the averages belong to
   */
  public Ema(double decay, Map<String, NDArray> parameters, NDManager owner) {
    OptionChecks.share("decay", decay);
    this.decay = decay;
    this.parameters = new LinkedHashMap<>(parameters);
    manager = owner.newSubManager();
    share = HostValues.number(manager, 1 - decay);
    parameters.forEach((name, p) -> averages.put(name, Layout.copyOf(p, manager)));
  }

  /** Updates the averages with the parameters' current values. */
  public void update() {
    var inputs = new NDList(share);
    averages.values().forEach(array -> inputs.add(NativeModule.inList(array, "a[]")));
    parameters.values().forEach(array -> inputs.add(NativeModule.inList(array, "p[]")));
    Module.LERP.call(inputs, false).close();
  }

  /** Returns the averages by the parameters' names: the arrays themselves, not copies. */
  public Map<String, NDArray> named() {
    return new LinkedHashMap<>(averages);
  }

  /** Returns the decay. */
  public double decay() {
    return decay;
  }

  @Override
  public void close() {
    manager.close();
  }
}
