package org.atelier.translation.style.patches;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.Arguments;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeModule;

/**
 * Finds for each query the key of the least score
 *
 * <pre>s(q, k) = |q − k|² / (α + min over all queries p of |p − k|²)</pre>
 *
 * (Granot et al., arXiv:2103.15545, equation 3). With a small α every key has a query that prefers
 * it, so that all of a style is used; with a large α the winner is the nearest neighbour.
 *
 * <p>|q − k|² is a product of the vectors (q, |q|², 1) and (−2k, 1, |k|²), and the score one of (q,
 * |q|², 1) and r·(−2k, 1, |k|²) with r = 1/(α + min). So both passes, the minimum of each key and
 * the winner of each query, are products of matrices in blocks, each followed by one reduction:
 * nothing else is done for a pair of query and key, and there is never a matrix of all pairs. The
 * product is computed twice, which costs less than to keep it.
 *
 * <p>The winner of a block's queries is found by the least value of each {@value #GROUP} keys,
 * which libtorch reduces with vector instructions, and then within the best of these groups.
 */
final class PatchSearch {
  /** Keys that are reduced together. */
  private static final int GROUP = 32;

  /**
   * Queries of a block: with 5,000 keys it has 20 MB. A quarter of it takes 15 % less processor
   * time, but four times the barriers between threads, for which a busy machine makes each block
   * wait.
   */
  static final int BLOCK = 1024;

  /** On an accelerator, large enough to fill it. */
  private static final int WIDE_BLOCK = 4096;

  private static final String TEXT =
      """
          d = torch.size(q, 0)
          n = torch.size(q, 1)
          squares = torch.sum(k * k, [1], True, dtype=None)
          plain = torch.cat([k * -2.0, torch.ones_like(squares), squares], 1)
          sums = torch.sum(q * q, [0], True, dtype=None)
          queries = torch.cat([q, sums, torch.ones_like(sums)], 0)
          count = torch.size(k, 0)
          padding = (%2$s - count %% %2$s) %% %2$s
          padded = count + padding
          groups = padded // %2$s
          buffer = torch.new_empty(k, [padded * %1$s])
          nearest = torch.new_full(k, [count], 1e30)
          for i in range((n + %1$s - 1) // %1$s):
            block = torch.slice(queries, 1, i * %1$s, (i + 1) * %1$s, 1)
            b = torch.size(block, 1)
            s = torch.view(torch.slice(buffer, 0, 0, count * b, 1), [count, b])
            _0 = torch.mm(plain, block, out=s)
            _1 = torch.minimum(nearest, torch.amin(s, [1], False), out=nearest)
          share = torch.reciprocal(torch.clamp_min(nearest, 0) + alpha)
          scored = plain * torch.unsqueeze(share, 1)
          never = torch.constant_pad_nd(torch.new_full(k, [padding, 1], 1e30), [d + 1, 0], 0)
          scored = torch.cat([scored, never], 0)
          winners = annotate(List[Tensor], [])
          for i in range((n + %1$s - 1) // %1$s):
            block = torch.slice(queries, 1, i * %1$s, (i + 1) * %1$s, 1)
            b = torch.size(block, 1)
            s = torch.view(torch.slice(buffer, 0, 0, padded * b, 1), [padded, b])
            _2 = torch.mm(scored, block, out=s)
            s3 = torch.view(s, [groups, %2$s, b])
            _3, group = torch.min(torch.amin(s3, [1], False), 0, False)
            at = torch.expand(torch.view(group, [1, 1, b]), [1, %2$s, b], implicit=False)
            _4, within = torch.min(torch.squeeze(torch.gather(s3, 0, at), 0), 0, False)
            _5 = torch.append(winners, group * %2$s + within)
          return [torch.cat(winners, 0)]
      """;

  private static final class Modules {
    static final NativeModule CACHED = compile(BLOCK);
    static final NativeModule WIDE = compile(WIDE_BLOCK);

    static NativeModule compile(int block) {
      return NativeModule.compile(
          "k: Tensor, q: Tensor, alpha: Tensor", "List[Tensor]", TEXT.formatted(block, GROUP));
    }
  }

  private PatchSearch() {}

  /**
   * Returns the index of each query's winner.
   *
   * @param keys float32 (K, D), K at least 1
   * @param queries float32 (D, N), a vector a column
   * @param alpha α, above 0, in the unit of squared distances
   * @return int64 (N), attached to the manager of {@code keys}
   */
  static NDArray winners(NDArray keys, NDArray queries, double alpha) {
    try (var arguments = new Arguments();
        NDArray number = HostValues.number(keys.getManager(), alpha)) {
      arguments.add(keys);
      arguments.add(queries);
      arguments.add(number);
      NativeModule module = keys.getDevice().isGpu() ? Modules.WIDE : Modules.CACHED;
      return arguments.call(module, false).singletonOrThrow();
    }
  }
}
