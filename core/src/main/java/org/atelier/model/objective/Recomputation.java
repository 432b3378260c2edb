package org.atelier.model.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.atelier.engine.Gradients;
import org.atelier.engine.KnownGradient;
import org.atelier.engine.NativeFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gradient checkpointing (Chen et al., arXiv:1604.06174): an objective of the features of a deep
 * chain of functions, in the memory of one segment of the chain at a time.
 *
 * <p>The segments first run without recording, and of each only the input is kept. From the last to
 * the first, each is then recorded again from its input xᵢ, and differentiated:
 *
 * <pre>
 * gᵢ = d/dxᵢ [ losses of segment i + ⟨xᵢ₊₁(xᵢ), gᵢ₊₁⟩ ]
 * </pre>
 *
 * <p>The result is an {@link Objective} of the same terms, with the derivative g₀: it enters a
 * phase like any other. Each segment runs twice, each loss once.
 */
public final class Recomputation {
  private static final NativeFunction PRODUCT =
      NativeFunction.of("torch.sum(torch.mul(y, cotangent))", "y", "cotangent");

  private final List<Segment> segments;

  /**
   * A part of a chain of functions.
   *
   * @param outputs from the segment's input to its outputs: the taps inside, and last the input of
   *     the next segment, which may be a tap too
   * @param losses the objective of these outputs; null if nothing in the segment is tapped
   */
  public record Segment(
      Function<NDArray, NDList> outputs, @Nullable Function<NDList, Objective> losses) {
    /** Creates a segment without losses. */
    public static Segment of(Function<NDArray, NDArray> function) {
      return new Segment(x -> new NDList(function.apply(x)), null);
    }
  }

  /**
   * Creates a chain.
   *
   * @param segments in order, at least one; the last has losses, since what follows the last loss
   *     is computed in vain
   */
  public Recomputation(List<Segment> segments) {
    if (segments.isEmpty() || segments.get(segments.size() - 1).losses == null) {
      throw new IllegalArgumentException(
          "Expected segments of which the last has losses; leave out what follows the last loss");
    }
    this.segments = List.copyOf(segments);
  }

  /**
   * Computes the sum of all segments' losses, differentiable with respect to {@code x} if the
   * thread records.
   *
   * @param x the input of the first segment
   * @return the sum, whose arrays are attached to the manager of {@code x}
   * @throws IllegalArgumentException if two terms have one name, or the sum does not depend on
   *     {@code x}
   */
  public Objective of(NDArray x) {
    return Gradients.isRecording() ? differentiable(x) : value(x);
  }

  private Objective value(NDArray x) {
    var sum = new Sum(x.getManager());
    try (NDManager scratch = x.getManager().newSubManager()) {
      NDArray input = detached(x, scratch);
      for (Segment segment : segments) {
        try (NDManager own = scratch.newSubManager()) {
          NDList outputs = segment.outputs.apply(detached(input, own));
          if (segment.losses != null) {
            sum.addLast(segment.losses.apply(outputs));
          }
          input = outputs.get(outputs.size() - 1);
          input.attach(scratch);
        }
      }
    }
    return sum.objective();
  }

  private Objective differentiable(NDArray x) {
    var sum = new Sum(x.getManager());
    try (NDManager scratch = x.getManager().newSubManager()) {
      List<NDArray> inputs = Gradients.withoutRecording(() -> inputs(x, scratch));
      NDArray cotangent = null;
      for (int i = segments.size() - 1; i >= 0; i--) {
        NDArray next = cotangent;
        NDArray input = inputs.get(i);
        cotangent = gradient(segments.get(i), input, next, sum, scratch);
        input.close();
        if (next != null) {
          next.close();
        }
      }
      if (cotangent == null) {
        throw new IllegalArgumentException(
            "The losses do not depend on the input of the first segment; compute each segment from its input");
      }
      Objective plain = sum.objective();
      return plain.withTotal(KnownGradient.of(x, plain.total(), cotangent));
    }
  }

  /** The inputs of all segments. */
  private List<NDArray> inputs(NDArray x, NDManager scratch) {
    var inputs = new ArrayList<NDArray>();
    inputs.add(detached(x, scratch));
    for (Segment segment : segments.subList(0, segments.size() - 1)) {
      try (NDManager own = scratch.newSubManager()) {
        NDList outputs = segment.outputs.apply(detached(inputs.get(inputs.size() - 1), own));
        NDArray next = outputs.get(outputs.size() - 1);
        next.attach(scratch);
        inputs.add(next);
      }
    }
    return inputs;
  }

  /** The derivative by a segment's input; null if nothing depends on it. */
  private static @Nullable NDArray gradient(
      Segment segment, NDArray input, @Nullable NDArray cotangent, Sum sum, NDManager scratch) {
    if (segment.losses == null && cotangent == null) {
      return null;
    }
    try (NDManager own = scratch.newSubManager()) {
      NDArray leaf = detached(input, own);
      leaf.setRequiresGradient(true);
      NDArray total =
          Gradients.recording(
              () -> {
                NDList outputs = segment.outputs.apply(leaf);
                NDArray losses = null;
                if (segment.losses != null) {
                  Objective objective = segment.losses.apply(outputs);
                  sum.addFirst(objective);
                  losses = objective.total();
                }
                if (cotangent == null) {
                  return losses;
                }
                NDArray product = PRODUCT.apply(outputs.get(outputs.size() - 1), cotangent);
                return losses == null ? product : losses.add(product);
              });
      NDArray gradient = Gradients.of(total, List.of(leaf)).singletonOrThrow();
      if (gradient.isEmpty()) {
        return null;
      }
      gradient.attach(scratch);
      return gradient;
    }
  }

  private static NDArray detached(NDArray array, NDManager owner) {
    NDArray alias = array.stopGradient();
    alias.attach(owner);
    return alias;
  }

  /** The objectives of the segments, without their records, in the order of the segments. */
  private static final class Sum {
    private final NDManager owner;
    private final Deque<Objective> parts = new ArrayDeque<>();

    Sum(NDManager owner) {
      this.owner = owner;
    }

    void addFirst(Objective part) {
      parts.addFirst(part.detached(owner));
    }

    void addLast(Objective part) {
      parts.addLast(part.detached(owner));
    }

    Objective objective() {
      return parts.stream().reduce(Objective::and).orElseThrow();
    }
  }
}
