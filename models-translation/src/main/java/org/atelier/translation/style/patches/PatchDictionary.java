package org.atelier.translation.style.patches;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.atelier.engine.Arguments;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeModule;
import org.atelier.translation.style.Regions;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one scale on the engine, in the principal directions of their own covariance,
 * and the replacement of a picture's patches by them.
 */
final class PatchDictionary {
  /** p (K, 3, k, k) and the number of directions: filters, their bias, projected keys, table. */
  private static final String PREPARE =
      """
          flat = torch.reshape(p, [torch.size(p, 0), -1])
          mean = torch.mean(flat, [0], True, dtype=None)
          centred = torch.to(flat - mean, 7, False, False, None)
          covariance = torch.mm(torch.t(centred), centred)
          values, vectors = torch.linalg_eigh(covariance, "L")
          size = torch.size(vectors, 0)
          most = torch.slice(vectors, 1, ops.prim.max(0, size - %s), size, 1)
          keys = torch.type_as(torch.mm(centred, most), p)
          directions = torch.type_as(torch.t(most), p)
          bias = torch.neg(torch.mv(directions, torch.squeeze(mean, 0)))
          filters = torch.reshape(directions, [-1, 3, torch.size(p, 2), torch.size(p, 3)])
          table = torch.reshape(torch.permute(p, [2, 3, 1, 0]), [-1, 3, torch.size(p, 0)])
          filters = torch.contiguous(filters, memory_format=0)
          return [filters, bias, torch.contiguous(keys, memory_format=0), torch.clone(table, memory_format=0)]
      """;

  /** x (1, 3, H, W): the padded picture's patches in the principal directions, (D, rows, cols). */
  private static final String QUERIES =
      """
          padded = torch.index_select(torch.index_select(x, 2, rows), 3, columns)
          q = torch.conv2d(padded, filters, bias, [%1$s, %1$s], [0, 0], [1, 1], 1)
          return [torch.contiguous(torch.squeeze(q, 0), memory_format=0)]
      """;

  /**
   * Lays the winners at their places, one pixel of all patches at a time, and averages overlaps. A
   * matrix of all patches, which unfolding would make, has forty times the picture's values.
   */
  private static final String FOLD =
      """
          height = (torch.size(q, 1) - 1) * %2$s + %1$s
          width = (torch.size(q, 2) - 1) * %2$s + %1$s
          sums = torch.new_zeros(table, [3, height, width])
          for i in range(%1$s):
            for j in range(%1$s):
              part = torch.index_select(torch.select(table, 0, i * %1$s + j), 1, winners)
              part = torch.view(part, [3, torch.size(q, 1), torch.size(q, 2)])
              lines = torch.slice(sums, 1, i, height - %1$s + i + 1, %2$s)
              _0 = torch.add_(torch.slice(lines, 2, j, width - %1$s + j + 1, %2$s), part, alpha=1)
          mean = sums * torch.view(down, [1, -1, 1]) * torch.view(across, [1, 1, -1])
          inner = torch.slice(mean, 1, %3$s, %3$s + torch.size(x, 2), 1)
          inner = torch.slice(inner, 2, %3$s, %3$s + torch.size(x, 3), 1)
          return [torch.contiguous(torch.unsqueeze(inner, 0), memory_format=0)]
      """;

  /** Compiled texts; they differ in patch, stride, offset and directions alone. */
  private static final Map<String, NativeModule> COMPILED = new ConcurrentHashMap<>();

  private final PatchKeys keys;
  private final int patch;
  private final double alpha;
  private final NDArray filters;
  private final NDArray bias;
  private final NDArray projected;
  private final NDArray table;

  /**
   * Prepares the candidates.
   *
   * @param keys with at least one candidate for each region of the content
   * @param patch the side of a patch
   * @param options how patches are compared
   * @param manager owner of the prepared arrays
   */
  PatchDictionary(PatchKeys keys, int patch, PatchOptions options, NDManager manager) {
    this.keys = keys;
    this.patch = patch;
    alpha = options.completeness() * patch * patch;
    try (NDArray values =
        HostValues.toArray(manager, keys.values(), new Shape(keys.count(), 3, patch, patch))) {
      NDList made = call("p: Tensor", PREPARE.formatted(options.directions()), values);
      filters = made.get(0);
      bias = made.get(1);
      projected = made.get(2);
      table = made.get(3);
    }
  }

  /**
   * Replaces each patch by its winner and averages where patches overlap.
   *
   * @param picture (1, 3, H, W) in [0, 1]
   * @param grid where its patches are
   * @param regions null, or those of the content at this size
   * @return of the picture's shape, attached to its manager
   */
  NDArray replaced(NDArray picture, PatchGrid grid, @Nullable Regions regions) {
    NDManager owner = picture.getManager();
    try (NDManager scratch = owner.newSubManager()) {
      NDArray queries =
          call(
                  "rows: Tensor, columns: Tensor, x: Tensor, filters: Tensor, bias: Tensor",
                  QUERIES.formatted(grid.stride()),
                  indices(scratch, grid.sourceRows()),
                  indices(scratch, grid.sourceColumns()),
                  picture,
                  filters,
                  bias)
              .singletonOrThrow();
      NDArray winners = winners(scratch, queries, grid, regions);
      NDArray replaced =
          call(
                  "down: Tensor, across: Tensor, x: Tensor, q: Tensor, table: Tensor, winners: Tensor",
                  FOLD.formatted(patch, grid.stride(), grid.margin()),
                  weights(scratch, grid.rowWeights()),
                  weights(scratch, grid.columnWeights()),
                  picture,
                  queries,
                  table,
                  winners)
              .singletonOrThrow();
      replaced.attach(owner);
      return replaced;
    }
  }

  private NDArray winners(
      NDManager scratch, NDArray queries, PatchGrid grid, @Nullable Regions regions) {
    NDArray all = queries.reshape(queries.getShape().get(0), -1);
    if (regions == null) {
      return attached(PatchSearch.winners(projected, all, alpha), scratch);
    }
    NDArray winners = scratch.zeros(new Shape(all.getShape().get(1)), DataType.INT64);
    keys.ranges()
        .forEach(
            (region, range) -> {
              long[] places = places(grid, regions, region);
              if (places.length > 0) {
                NDArray at = indices(scratch, places);
                NDArray own =
                    call(
                            "at: Tensor, q: Tensor",
                            "    return [torch.index_select(q, 1, at)]\n",
                            at,
                            all)
                        .singletonOrThrow();
                NDArray candidates = projected.get(range.from() + ":" + range.to());
                candidates.attach(scratch);
                NDArray found = attached(PatchSearch.winners(candidates, own, alpha), scratch);
                call(
                        "at: Tensor, found: Tensor, all: Tensor",
                        "    return [torch.index_copy_(all, 0, at, found + "
                            + range.from()
                            + ")]\n",
                        at,
                        found,
                        winners)
                    .close();
              }
            });
    return winners;
  }

  /** The patches whose middle is in a region. */
  private static long[] places(PatchGrid grid, Regions regions, int region) {
    int columns = grid.columns();
    return LongStream.range(0, (long) grid.rows() * columns)
        .filter(i -> grid.region(regions, (int) (i / columns), (int) (i % columns)) == region)
        .toArray();
  }

  private static NDList call(String signature, String text, NDArray... inputs) {
    NativeModule module =
        COMPILED.computeIfAbsent(
            text, body -> NativeModule.compile(signature, "List[Tensor]", body));
    try (var arguments = new Arguments()) {
      for (NDArray input : inputs) {
        arguments.add(input);
      }
      return arguments.call(module, false);
    }
  }

  private static NDArray indices(NDManager manager, long[] values) {
    return HostValues.toArray(manager, values, new Shape(values.length));
  }

  private static NDArray weights(NDManager manager, float[] values) {
    return HostValues.toArray(manager, values, new Shape(values.length));
  }

  private static NDArray attached(NDArray array, NDManager manager) {
    array.attach(manager);
    return array;
  }
}
