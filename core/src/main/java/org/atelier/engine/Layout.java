package org.atelier.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.EnumMap;
import java.util.Map;

/**
 * Creates long-lived arrays (parameters, buffers, moments) with a defined memory layout: arrays of
 * four axes (convolution weights) have the {@link MemoryFormat} of their network, all others are
 * contiguous.
 *
 * <p>Fused optimizers iterate over memory and ignore strides, so a weight, its gradient and its
 * moments must have the same layout.
 */
public final class Layout {
  private static final String FORMATTED =
      """
          if torch.eq(torch.dim(x), 4):
            y = torch.clone(torch.detach(x), memory_format=%s)
          else:
            y = torch.clone(torch.detach(x), memory_format=0)
          return [y]
      """;

  private static final String CONTIGUOUS_VIEW =
      """
          x = torch.detach(p[0])
          if torch.is_contiguous(x):
            y = torch.flatten(x)
          else:
            y = torch.permute(x, [0, 2, 3, 1])
          return [y]
      """;

  private static final class Modules {
    static final Map<MemoryFormat, NativeModule> FORMATTED_COPY = new EnumMap<>(MemoryFormat.class);
    static final NativeModule COPY =
        NativeModule.compile(
            "x: Tensor",
            "List[Tensor]",
            "    return [torch.clone(torch.detach(x), memory_format=None)]\n");
    static final NativeModule VIEW =
        NativeModule.compile("p: List[Tensor]", "List[Tensor]", CONTIGUOUS_VIEW);

    static {
      for (MemoryFormat format : MemoryFormat.values()) {
        FORMATTED_COPY.put(
            format,
            NativeModule.compile("x: Tensor", "List[Tensor]", FORMATTED.formatted(format.code())));
      }
    }

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

  /** Returns a detached copy of {@code source}, in this memory format if it has four axes. */
  public static NDArray copyOf(NDArray source, MemoryFormat format, NDManager owner) {
    return copyOf(source, Modules.FORMATTED_COPY.get(format), owner);
  }

  /** Returns a detached copy of {@code source} with the same memory layout. */
  public static NDArray copyOf(NDArray source, NDManager owner) {
    return copyOf(source, Modules.COPY, owner);
  }

  private static NDArray copyOf(NDArray source, NativeModule module, NDManager owner) {
    try (var arguments = new Arguments()) {
      arguments.add(source);
      NDArray copy = arguments.call(module, false).singletonOrThrow();
      copy.attach(owner);
      return copy;
    }
  }

  /**
   * Returns a contiguous view of the same memory: a channels-last array (N, C, H, W) as (N, H, W,
   * C), and an NCHW-contiguous array of four axes flattened to one axis, so that the number of axes
   * identifies the format. An array with another number of axes is returned unchanged.
   */
  public static NDArray contiguousView(NDArray array, NDManager owner) {
    if (array.getShape().dimension() != 4) {
      return array;
    }
    NDArray view =
        Modules.VIEW.call(new NDList(NativeModule.inList(array, "p[]")), false).singletonOrThrow();
    view.attach(owner);
    return view;
  }

  /** Returns zeros of the shape, type, device and memory layout of {@code like}. */
  public static NDArray zerosLike(NDArray like, NDManager owner) {
    NDArray zeros =
        Modules.ZEROS.call(new NDList(NativeModule.inList(like, "p[]")), false).singletonOrThrow();
    zeros.attach(owner);
    return zeros;
  }

  /**
   * Overwrites the values of an array, which keeps its memory layout; {@code target} may require
   * gradients.
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
      // The result is an alias of the source.
      arguments.call(Modules.COPY_INTO, false).close();
    }
  }
}
