package org.atelier.model.canvas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.engine.NativeModule;
import org.atelier.image.Picture;

/**
 * The bias-corrected average of iterates: a ← decay·a + (1 − decay)·x from a = 0, and after t
 * iterates a / (1 − decay<sup>t</sup>), as Adam corrects its moments.
 */
final class IterateAverage implements AutoCloseable {
  private static final class Modules {
    static final NativeModule ADD =
        NativeModule.compile(
            "h: Tensor, a: List[Tensor], p: List[Tensor]",
            "List[Tensor]",
            "    torch._foreach_lerp_(a, p, float(h))\n    return [h]\n");

    static final NativeModule CORRECTED =
        NativeModule.compile(
            "h: Tensor, a: List[Tensor]",
            "List[Tensor]",
            "    return torch._foreach_mul(a, float(h))\n");
  }

  private final double decay;
  private final List<NDArray> iterates;
  private final List<NDArray> sums;
  private final NDManager manager;
  private final NDArray share;
  private long count;

  /**
   * Creates an average of nothing.
   *
   * @param decay in [0, 1); with 0, the average is the last iterate
   * @param iterates the arrays whose values are averaged
   */
  IterateAverage(double decay, List<NDArray> iterates, NDManager owner) {
    this.decay = decay;
    this.iterates = iterates;
    manager = owner.newSubManager();
    share = HostValues.number(manager, 1 - decay);
    sums =
        decay == 0
            ? List.of()
            : iterates.stream().map(array -> Layout.zerosLike(array, manager)).toList();
  }

  /** Adds the arrays' current values. */
  void add() {
    count++;
    if (decay == 0) {
      return;
    }
    var inputs = new NDList(share);
    sums.forEach(sum -> inputs.add(NativeModule.inList(sum, "a[]")));
    iterates.forEach(array -> inputs.add(NativeModule.inList(array, "p[]")));
    Modules.ADD.call(inputs, false).close();
  }

  /**
   * Overwrites the arrays by the average of at least one iterate.
   *
   * @param scratch owner of what is needed meanwhile
   */
  void copyIntoIterates(NDManager scratch) {
    if (decay == 0) {
      return;
    }
    NDArray factor = HostValues.number(scratch, 1 / (1 - Math.pow(decay, count)));
    var inputs = new NDList(factor);
    sums.forEach(sum -> inputs.add(NativeModule.inList(sum, "a[]")));
    NDList averages = Modules.CORRECTED.call(inputs, false);
    for (int i = 0; i < iterates.size(); i++) {
      Layout.copyInto(iterates.get(i), averages.get(i));
    }
  }

  /** Copies what a canvas shows whose values are the average; they are put back. */
  List<Picture> shownBy(Canvas canvas, NDManager owner) {
    if (decay == 0) {
      return canvas.pictures();
    }
    try (NDManager scratch = owner.newSubManager()) {
      List<NDArray> own = iterates.stream().map(a -> Layout.copyOf(a, scratch)).toList();
      copyIntoIterates(scratch);
      try {
        return canvas.pictures();
      } finally {
        for (int i = 0; i < own.size(); i++) {
          Layout.copyInto(iterates.get(i), own.get(i));
        }
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
