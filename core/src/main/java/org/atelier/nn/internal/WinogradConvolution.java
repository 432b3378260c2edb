package org.atelier.nn.internal;

import ai.djl.ndarray.types.Shape;
import org.atelier.engine.Precision;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.jspecify.annotations.Nullable;

/**
 * 3×3 convolutions by Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, <i>Fast Algorithms
 * for Convolutional Neural Networks</i>, arXiv:1509.09308): Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A for each
 * tile of 4×4 outputs and its receptive field d of 6×6 pixels. Summed over channels, ⊙ is 36 matrix
 * products with a quarter of the multiplications of a direct convolution.
 *
 * <p>Used on CPUs without recording only: autograd would save the transformed kernels, four times
 * the size of the weights, at every call, and GPU libraries have Winograd kernels of their own.
 * Results differ from those of a direct convolution by about 10⁻⁶ of the largest value.
 */
public final class WinogradConvolution {
  private static final int RESULTS = 4;

  /** With fewer channels, transforming tiles takes more time than it saves. */
  private static final int FEWEST_CHANNELS = 256;

  /** With fewer tiles in a batch, transforming the kernels takes more time than it saves. */
  private static final int FEWEST_TILES = 256;

  /** Tiles processed at once, so that intermediate results fit the cache and memory is bounded. */
  private static final int TILES_AT_ONCE = 256;

  /**
   * Processes the tiles of {@code pictures} pictures and {@code rows} rows of tiles at a time. The
   * transform of the pixels is itself a 6×6 convolution with stride 4 and one kernel for each of
   * the 36 elements, which avoids copying the tiles.
   */
  private static final String FUNCTION =
      """
        def winograd(self: __torch__.M, x: Tensor, w: Tensor, b: Optional[Tensor], padding: int,
              pictures: int, rows: int) -> Tensor:
          bt = torch.reshape(torch.tensor([
              4., 0., -5., 0., 1., 0.,
              0., -4., -4., 1., 1., 0.,
              0., 4., -4., -1., 1., 0.,
              0., -2., -1., 2., 1., 0.,
              0., 2., -1., -2., 1., 0.,
              0., 4., 0., -5., 0., 1.], dtype=6), [6, 6])
          g = torch.div(torch.reshape(torch.tensor([
              6., 0., 0.,
              -4., -4., -4.,
              -4., 4., -4.,
              1., 2., 4.,
              1., -2., 4.,
              0., 0., 24.], dtype=6), [6, 3]), 24)
          at = torch.reshape(torch.tensor([
              1., 1., 1., 1., 1., 0.,
              0., 1., -1., 2., -2., 0.,
              0., 1., 1., 4., 4., 0.,
              0., 1., -1., 8., -8., 1.], dtype=6), [4, 6])
          pixels = torch.kron(bt, bt)
          results = torch.kron(at, at)
          n = torch.size(x, 0)
          c = torch.size(w, 1)
          o = torch.size(w, 0)
          high = torch.size(x, 2) + 2 * padding - 2
          wide = torch.size(x, 3) + 2 * padding - 2
          down = (high + 3) // 4
          across = (wide + 3) // 4
          u = torch.reshape(torch.permute(w, [2, 3, 0, 1]), [9, -1])
          u = torch.view(torch.mm(torch.kron(g, g), u), [36, o, c])
          below = down * 4 + 2 - torch.size(x, 2) - padding
          right = across * 4 + 2 - torch.size(x, 3) - padding
          d = torch.contiguous(x, memory_format=0)
          if padding + below + right > 0:
            d = torch.constant_pad_nd(d, [padding, right, padding, below], 0)
          y = torch.new_empty(x, [n, o, down * 4, across * 4])
          kernels = torch.reshape(pixels, [36, 1, 6, 6])
          for i in range((n + pictures - 1) // pictures):
            p = ops.prim.min(pictures, n - i * pictures)
            for j in range((down + rows - 1) // rows):
              r = ops.prim.min(rows, down - j * rows)
              v = torch.narrow(torch.narrow(d, 0, i * pictures, p), 2, j * rows * 4, r * 4 + 2)
              v = torch.conv2d(torch.reshape(v, [p * c, 1, r * 4 + 2, -1]), kernels, None, [4, 4])
              v = torch.permute(torch.view(v, [p, c, 36, r * across]), [2, 1, 0, 3])
              m = torch.view(torch.bmm(u, torch.reshape(v, [36, c, -1])), [36, -1])
              m = torch.view(torch.mm(results, m), [4, 4, o, p, r, across])
              m = torch.permute(m, [3, 2, 4, 0, 5, 1])
              to = torch.narrow(torch.narrow(y, 0, i * pictures, p), 2, j * rows * 4, r * 4)
              to = torch.view(to, [p, o, r, 4, across, 4])
              if torch.__is__(b, None):
                to = torch.copy_(to, m)
              else:
                shift = torch.view(unchecked_cast(Tensor, b), [1, -1, 1, 1, 1, 1])
                to = torch.add(m, shift, alpha=1, out=to)
          if down * 4 + across * 4 > high + wide:
            y = torch.slice(torch.slice(y, 2, 0, high, 1), 3, 0, wide, 1)
          return y
      """;

  private WinogradConvolution() {}

  /**
   * Returns whether this is faster than libtorch's convolution, for this number of input channels
   * and this output shape.
   */
  public static boolean isFaster(Script script, Convolution options, long channels, Shape to) {
    long tiles = to.get(0) * tiles(to.get(2)) * tiles(to.get(3));
    return script.onCpu()
        && !script.context().recording()
        && script.precision() == Precision.FLOAT32
        && options.kernel().equals(new Convolution.Kernel(3, 3))
        && options.stride() == 1
        && options.dilation() == 1
        && options.groups() == 1
        && Math.min(channels, options.filters()) >= FEWEST_CHANNELS
        && tiles >= FEWEST_TILES;
  }

  /** Writes a convolution whose output has this shape. */
  public static Value convolution(
      Script script, Value x, Value weight, @Nullable Value bias, Convolution options, Shape to) {
    long across = tiles(to.get(3));
    long ofPicture = tiles(to.get(2)) * across;
    return script.calling(
        FUNCTION,
        to,
        "torch.contiguous((self).winograd({0}, {1}, {2}, {3}, {4}, {5}), memory_format={6})",
        x,
        weight,
        bias,
        options.padding(),
        Math.max(1, TILES_AT_ONCE / ofPicture),
        Math.max(1, TILES_AT_ONCE / across),
        script.format().code());
  }

  private static long tiles(long pixels) {
    return (pixels + RESULTS - 1) / RESULTS;
  }
}
