package org.atelier.translation.stargan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.NativeFunction;

/**
 * The domain-classification loss: binary cross-entropy of attributes, cross-entropy of domains,
 * summed over a picture's labels and averaged over the batch. With several sets of labels, a
 * picture counts for its own set only.
 */
final class LabelLoss {
  private static final NativeFunction ATTRIBUTES =
      NativeFunction.of(
          "torch.div(torch.sum(torch.mul(of_set, torch.binary_cross_entropy_with_logits(x, y,"
              + " None, None, 0))), x.size(0))",
          "x",
          "y",
          "of_set");

  private static final NativeFunction DOMAINS =
      NativeFunction.of(
          "torch.neg(torch.div(torch.sum(torch.mul(of_set, torch.mul(y,"
              + " torch.log_softmax(x, 1)))), x.size(0)))",
          "x",
          "y",
          "of_set");

  private static final NativeFunction SIGMOID = NativeFunction.of("torch.sigmoid(x)", "x");
  private static final NativeFunction SOFTMAX = NativeFunction.of("torch.softmax(x, 1)", "x");

  private LabelLoss() {}

  /**
   * The loss, a scalar.
   *
   * @param logits (N, K) for the labels of all sets
   * @param target (N, K), 0 or 1
   * @param ofSet (N, S), 1 for the set that a picture belongs to
   */
  static NDArray of(List<LabelSet> sets, NDArray logits, NDArray target, NDArray ofSet) {
    NDArray sum = null;
    int from = 0;
    for (int s = 0; s < sets.size(); s++) {
      int to = from + sets.get(s).size();
      NativeFunction loss = sets.get(s).exclusive() ? DOMAINS : ATTRIBUTES;
      NDArray own =
          loss.apply(part(logits, from, to), part(target, from, to), part(ofSet, s, s + 1));
      sum = sum == null ? own : sum.add(own);
      from = to;
    }
    return Objects.requireNonNull(sum);
  }

  /** Logits (N, K) to probabilities: the sigmoid of attributes, the softmax of domains. */
  static NDArray probabilities(List<LabelSet> sets, NDArray logits) {
    var parts = new NDList();
    int from = 0;
    for (LabelSet set : sets) {
      NDArray own = part(logits, from, from + set.size());
      parts.add((set.exclusive() ? SOFTMAX : SIGMOID).apply(own));
      from += set.size();
    }
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 1);
  }

  private static NDArray part(NDArray array, int from, int to) {
    return to - from == array.getShape().get(1)
        ? array
        : array.get(new NDIndex(":, " + from + ":" + to));
  }
}
