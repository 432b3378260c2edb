package org.atelier.translation.style.swap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.engine.Arguments;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.NativeModule;
import org.jspecify.annotations.Nullable;

/**
 * Replaces each patch of a content's features by the most similar patch of a style's (Chen and
 * Schmidt, arXiv:1612.04337, equation 2), by normalised cross-correlation:
 *
 * <pre>
 * s*(i) = argmax_j ⟨φ_i(c), φ_j(s)⟩ / ‖φ_j(s)‖
 * </pre>
 *
 * <p>All similarities are one convolution whose kernels are the style's patches, in blocks of
 * patches so that memory is bounded. The second, transposed convolution of a map with a single 1 at
 * each winner is a sum of selected positions, one for each position of a patch; it is divided by
 * the number of patches that overlap.
 */
final class PatchSwap {
  /** The most similarities of a block by default: 64 MiB. */
  private static final long BLOCK = 1L << 24;

  private static final class Module {
    static final NativeModule SEARCH =
        NativeModule.compile(
            "c: Tensor, s: Tensor, best: Tensor, index: Tensor, lc: Tensor, ls: Tensor, n: Tensor",
            "List[Tensor]",
            """
                k = int(torch.select(n, 0, 0))
                stride = int(torch.select(n, 0, 1))
                columns = torch.im2col(s, [k, k], [1, 1], [0, 0], [1, 1])
                norms = torch.sqrt(torch.sum(torch.square(columns), [1], True))
                units = torch.div(columns, torch.clamp(norms, 1e-12))
                kernels = torch.reshape(torch.transpose(units, 1, 2), [-1, torch.size(s, 1), k, k])
                found = torch.conv2d(c, kernels, None, [stride, stride], [0, 0], [1, 1], 1)
                scores = torch.flatten(torch.squeeze(found, 0), 1)
                if torch.gt(torch.numel(ls), 0):
                  same = torch.eq(torch.unsqueeze(ls, 1), torch.unsqueeze(lc, 0))
                  scores = torch.masked_fill(scores, torch.logical_not(same), -1e30)
                value, at = torch.max(scores, 0)
                better = torch.gt(value, best)
                return [torch.where(better, value, best), torch.where(better, torch.add(at, torch.select(n, 0, 2)), index)]
            """);

    static final NativeModule PLACE =
        NativeModule.compile(
            "s: Tensor, index: Tensor, n: Tensor",
            "List[Tensor]",
            """
                k = int(torch.select(n, 0, 0))
                stride = int(torch.select(n, 0, 1))
                height = int(torch.select(n, 0, 2))
                width = int(torch.select(n, 0, 3))
                rows = torch.add(torch.floordiv(torch.sub(height, k), stride), 1)
                columns = torch.add(torch.floordiv(torch.sub(width, k), stride), 1)
                flat = torch.flatten(torch.squeeze(s, 0), 1)
                c = torch.size(flat, 0)
                w = torch.size(s, 3)
                patches = torch.add(torch.sub(w, k), 1)
                row = torch.div(index, patches, rounding_mode="floor")
                column = torch.remainder(index, patches)
                sum = torch.zeros([c, height, width], dtype=6, device=s.device)
                count = torch.zeros([1, height, width], dtype=6, device=s.device)
                down = torch.mul(torch.sub(rows, 1), stride)
                across = torch.mul(torch.sub(columns, 1), stride)
                for y in range(k):
                  for x in range(k):
                    at = torch.add(torch.mul(torch.add(row, y), w), torch.add(column, x))
                    part = torch.reshape(torch.index_select(flat, 1, at), [c, rows, columns])
                    bottom = torch.add(torch.add(y, down), 1)
                    right = torch.add(torch.add(x, across), 1)
                    place = torch.slice(torch.slice(sum, 1, y, bottom, stride), 2, x, right, stride)
                    _ = torch.add_(place, part)
                    one = torch.slice(torch.slice(count, 1, y, bottom, stride), 2, x, right, stride)
                    _1 = torch.add_(one, 1.)
                return [torch.unsqueeze(torch.div(sum, count), 0)]
            """);
  }

  private static final NativeFunction CONTINUED =
      NativeFunction.of(
          "torch.pad(x, [0, int(torch.select(n, 0, 1)), 0, int(torch.select(n, 0, 0))], \"reflect\")",
          "x",
          "n");

  private final int patch;
  private final int stride;
  private final long block;

  /**
   * A swap of square patches.
   *
   * @param patch their side
   * @param stride positions from one patch of the content to the next, at most {@code patch}
   */
  PatchSwap(int patch, int stride) {
    this(patch, stride, BLOCK);
  }

  /**
   * A swap in blocks of another size.
   *
   * @param block the most similarities that are in memory at once, if a row of patches has not more
   */
  PatchSwap(int patch, int stride, long block) {
    this.patch = patch;
    this.stride = stride;
    this.block = block;
  }

  /**
   * Which patches may replace which: those of equal labels.
   *
   * @param content the label of each position of the content, (H·W)
   * @param style the label of each patch of the style, ((h − patch + 1)·(w − patch + 1))
   */
  record Labels(long[] content, long[] style) {}

  /**
   * Swaps patches.
   *
   * @param content by which the content's patches are compared, (1, C, H, W)
   * @param style by which the style's patches are compared, (1, C, h, w)
   * @param values what replaces them, (1, C', h, w)
   * @return (1, C', H, W), attached to the manager of {@code content}
   */
  NDArray swapped(NDArray content, NDArray style, NDArray values, @Nullable Labels labels) {
    NDManager manager = content.getManager();
    try (NDManager scratch = manager.newSubManager()) {
      int height = size(content, 2);
      int width = size(content, 3);
      int down = Math.floorMod(patch - height, stride);
      int across = Math.floorMod(patch - width, stride);
      NDArray whole = content;
      if (down + across > 0) {
        whole = CONTINUED.apply(content, numbers(scratch, down, across));
        whole.attach(scratch);
      }
      NDArray index = search(whole, style, labels, width, scratch);
      try (var inputs = new Arguments()) {
        inputs.add(values);
        inputs.add(index);
        inputs.add(numbers(scratch, patch, stride, height + down, width + across));
        NDArray placed = inputs.call(Module.PLACE, false).singletonOrThrow();
        placed.attach(scratch);
        NDArray result =
            placed
                .get(":, :, :%s, :%s".formatted(height, width))
                .toType(placed.getDataType(), true);
        result.attach(manager);
        return result;
      }
    }
  }

  private static int size(NDArray features, int axis) {
    return Math.toIntExact(features.getShape().get(axis));
  }

  private static NDArray numbers(NDManager manager, long... values) {
    return HostValues.toArray(manager, values, new Shape(values.length));
  }

  /** The number of the most similar patch of the style for each patch of the content. */
  private NDArray search(
      NDArray content, NDArray style, @Nullable Labels labels, int width, NDManager scratch) {
    int rows = (size(content, 2) - patch) / stride + 1;
    int columns = (size(content, 3) - patch) / stride + 1;
    int patches = size(style, 3) - patch + 1;
    int patchRows = size(style, 2) - patch + 1;
    long queries = (long) rows * columns;
    int atOnce = (int) Math.max(1, Math.min(patchRows, block / (queries * patches)));
    NDArray best = scratch.full(new Shape(queries), -2e30f);
    NDArray index = numbers(scratch, new long[Math.toIntExact(queries)]);
    NDArray mine =
        labels == null
            ? numbers(scratch)
            : numbers(scratch, atCentres(labels.content, width, rows, columns));
    for (int row = 0; row < patchRows; row += atOnce) {
      int count = Math.min(atOnce, patchRows - row);
      try (NDManager own = scratch.newSubManager();
          var inputs = new Arguments()) {
        NDArray part = style.get(":, :, %s:%s".formatted(row, row + count + patch - 1));
        part.attach(own);
        inputs.add(content);
        inputs.add(part);
        inputs.add(best);
        inputs.add(index);
        inputs.add(mine);
        inputs.add(
            labels == null
                ? numbers(own)
                : numbers(own, part(labels.style, row * patches, count * patches)));
        inputs.add(numbers(own, patch, stride, (long) row * patches));
        NDList found = inputs.call(Module.SEARCH, false);
        best.close();
        index.close();
        best = found.get(0);
        index = found.get(1);
        found.attach(scratch);
      }
    }
    return index;
  }

  private static long[] part(long[] values, int from, int count) {
    return Arrays.copyOfRange(values, from, from + count);
  }

  /** The labels at the centres of the content's patches, which may lie beyond its border. */
  private long[] atCentres(long[] labels, int width, int rows, int columns) {
    int height = labels.length / width;
    var centres = new long[rows * columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int row = Math.min(height - 1, y * stride + patch / 2);
        int column = Math.min(width - 1, x * stride + patch / 2);
        centres[y * columns + x] = labels[row * width + column];
      }
    }
    return centres;
  }
}
