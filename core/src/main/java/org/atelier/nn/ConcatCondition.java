package org.atelier.nn;

import ai.djl.nn.Block;
import java.util.List;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Conditioning by concatenation (Mirza and Osindero, arXiv:1411.1784): embeds the conditioning
 * input and concatenates it with the layer's input along the channel axis.
 *
 * <p>Inputs are x (N, C, …) and a conditioning input (N, …), whose embedding must be (N, C', …)
 * with the same further axes as x; the output is (N, C + C', …).
 */
public final class ConcatCondition extends Layer {
  private static final String BLOCK = "block";

  private final String name;
  private final Block embedding;
  private final boolean first;

  private ConcatCondition(String name, Block embedding, boolean first) {
    this.name = name;
    this.embedding = child(name, embedding);
    this.first = first;
  }

  /**
   * Creates a layer that computes {@code [x, embedding(condition)]}; the child is named "block".
   *
   * @param embedding of the conditioning inputing input, such as an {@link Embedding} of labels, an
   *     upsampled plane, or {@code Layer.of("{0}")} for the identity
   */
  public static ConcatCondition after(Block embedding) {
    return after(BLOCK, embedding);
  }

  /**
   * Creates a layer that computes {@code [x, embedding(condition)]}.
   *
   * @param name of the child, the prefix of its parameters' names
   * @param embedding of the conditioning input
   */
  public static ConcatCondition after(String name, Block embedding) {
    return new ConcatCondition(name, embedding, false);
  }

  /**
   * Creates a layer that computes {@code [embedding(condition), x]}.
   *
   * @param name of the child, the prefix of its parameters' names
   * @param embedding of the conditioning input
   */
  public static ConcatCondition before(String name, Block embedding) {
    return new ConcatCondition(name, embedding, true);
  }

  /**
   * Creates a layer that concatenates features (N, F) and the one-hot vectors of labels (N) to (N,
   * F + classes); it has no parameters.
   *
   * @param classes number of classes, at least 1
   */
  public static ConcatCondition oneHot(int classes) {
    return after(BLOCK, OneHot.of(classes));
  }

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.get(0, 2);
    Value embedded = script.call(name, embedding, in.get(1, 2)).only();
    return Concat.write(script, first ? List.of(embedded, x) : List.of(x, embedded));
  }
}
