package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.atelier.engine.NativeModule;

/** Adds up the gradients of several batches before one update. */
public final class GradientSum {
  private static final class Module {
    static final NativeModule ADD =
        NativeModule.compile(
            "a: List[Tensor], d: List[Tensor]",
            "List[Tensor]",
            "    torch._foreach_add_(a, d)\n    return [a[0]]\n");
  }

  private GradientSum() {}

  /**
   * The sums of two lists of gradients; an empty array stands for no gradient.
   *
   * @param first changed in place where both have a gradient
   */
  public static NDList add(NDList first, NDList second) {
    var sum = new NDList(first.size());
    var targets = new NDList();
    var addends = new NDList();
    for (int i = 0; i < first.size(); i++) {
      NDArray a = first.get(i);
      NDArray b = second.get(i);
      if (!a.isEmpty() && !b.isEmpty()) {
        targets.add(NativeModule.inList(a, "a[]"));
        addends.add(NativeModule.inList(b, "d[]"));
      }
      sum.add(a.isEmpty() ? b : a);
    }
    if (!targets.isEmpty()) {
      var inputs = new NDList(targets);
      inputs.addAll(addends);
      Module.ADD.call(inputs, false).close();
    }
    return sum;
  }
}
