package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import org.atelier.engine.NativeModule;

/** Sums the gradients of several batches: gradient accumulation. */
public final class GradientSum {
  private static final class Module {
    static final NativeModule ADD =
        NativeModule.compile(
            "a: List[Tensor], d: List[Tensor]",
            "List[Tensor]",
            // Not in place: gradients may share memory (those of two addends are one tensor).
            "    return torch._foreach_add(a, d)\n");
  }

  private GradientSum() {}

  /**
   * Adds two lists of gradients elementwise; an empty array is the gradient of a parameter without
   * one.
   *
   * <p>Frees the summands, so that accumulating any number of batches takes the memory of two. A
   * gradient that only one list has is moved to the result.
   */
  public static NDList add(NDList first, NDList second) {
    var sum = new NDList(first.size());
    var both = new ArrayList<Integer>();
    var addends = new NDList();
    for (int i = 0; i < first.size(); i++) {
      NDArray a = first.get(i);
      NDArray b = second.get(i);
      sum.add(a.isEmpty() ? b : a);
      if (!a.isEmpty() && !b.isEmpty()) {
        both.add(i);
        addends.add(NativeModule.inList(a, "a[]"));
      }
    }
    if (!both.isEmpty()) {
      both.forEach(i -> addends.add(NativeModule.inList(second.get(i), "d[]")));
      NDList results = Module.ADD.call(addends, false);
      for (int i = 0; i < both.size(); i++) {
        sum.set(both.get(i), results.get(i));
      }
      addends.close();
    }
    return sum;
  }
}
