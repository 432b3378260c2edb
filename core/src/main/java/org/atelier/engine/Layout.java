package org.atelier.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * The memory layout of what lives long: four-axis arrays (convolution weights, and so their
 * gradients and moments) are channels last, all others contiguous.
 *
 * <p>Fused optimizers walk over memory and ignore strides, so a weight, its gradient and its
 * moments must agree; every array that lasts is made here.
 */
public final class Layout {
  private static final String LASTING =
      """
          if torch.eq(torch.dim(x), 4):
            y = torch.clone(torch.detach(x), memory_format=2)
          else:
            y = torch.clone(torch.detach(x), memory_format=0)
          return [y]
      """;

  private static final class Modules {
    static final NativeModule LASTING_COPY =
        NativeModule.compile("x: Tensor", "List[Tensor]", LASTING);
    static final NativeModule COPY_INTO =
        NativeModule.compile(
            "x: Tensor, p: List[Tensor]",
            "List[Tensor]",
            "    y = torch.copy_(p[0], torch.detach(x))\n    return [x]\n");
    static final NativeModule ZEROS =
        NativeModule.compile(
            "p: List[Tensor]",
            "List[Tensor]",
            "    return [torch.zeros_like(torch.detach(p[0]), memory_format=None)]\n");
  }

  private Layout() {}

  /** A copy of {@code source} that shares no memory with it, in the lasting layout. */
  public static NDArray lastingCopy(NDArray source, NDManager owner) {
    try (var arguments = new Arguments()) {
      arguments.add(source);
      NDArray copy = arguments.call(Modules.LASTING_COPY, false).singletonOrThrow();
      copy.attach(owner);
      return copy;
    }
  }

  /** Zeros of the shape, device and layout of {@code like}. */
  public static NDArray zerosLike(NDArray like, NDManager owner) {
    NDArray zeros =
        Modules.ZEROS.call(new NDList(NativeModule.inList(like, "p[]")), false).singletonOrThrow();
    zeros.attach(owner);
    return zeros;
  }

  /**
   * Copies values into an array that keeps its layout, whether it learns or not.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public static void copyInto(NDArray target, NDArray source) {
    if (!target.getShape().equals(source.getShape())) {
      throw new IllegalArgumentException(
          "Expected an array of shape " + target.getShape() + ", but got " + source.getShape());
    }
    try (var arguments = new Arguments()) {
      arguments.add(source);
      arguments.addToList("p[]", target);
      // What comes back is the source again, under another handle.
      arguments.call(Modules.COPY_INTO, false).close();
    }
  }
}
