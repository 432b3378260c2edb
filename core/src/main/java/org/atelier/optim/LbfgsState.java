package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.atelier.engine.Arguments;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeModule;
import org.jspecify.annotations.Nullable;

/**
 * A search by {@link Lbfgs}: the parameters, the history of steps, and the objective's value and
 * gradient at the current point, which the next step does not compute again. All vectors are flat
 * and stay on the parameters' device; their inner products come to the host, where the line search
 * decides.
 *
 * <p>The parameters must not be changed by anything else between steps. Their history cannot be
 * resized: a search of parameters of another shape is a new one.
 *
 * @param <R> what an evaluation reports beside the objective's value
 */
public final class LbfgsState<R> implements AutoCloseable {
  /** Curvature below which a pair is not kept. */
  private static final double LEAST_CURVATURE = 1e-10;

  /**
   * The objective at the parameters' current values.
   *
   * @param value the objective
   * @param report what the caller wants to know of the point at which a step ends
   * @param <R> the type of the report
   */
  public record Evaluation<R>(double value, R report) {}

  /** Evaluates an objective at the parameters' current values. */
  @FunctionalInterface
  public interface Closure<R> {
    /**
     * Computes the objective and its gradients.
     *
     * @param gradients takes the gradients, in the order of the parameters, before they are freed;
     *     it copies them
     */
    Evaluation<R> evaluate(Consumer<NDList> gradients);
  }

  private static final class Modules {
    static final NativeModule FLAT =
        NativeModule.compile(
            "p: List[Tensor]",
            "List[Tensor]",
            """
                flat = annotate(List[Tensor], [])
                for i in range(torch.len(p)):
                  flat = torch.append(flat, torch.flatten(torch.detach(p[i])))
                return [torch.cat(flat)]
            """);

    /** p ← x + t·d. */
    static final NativeModule MOVE =
        NativeModule.compile(
            "x: Tensor, d: Tensor, h: Tensor, p: List[Tensor]",
            "List[Tensor]",
            """
                moved = torch.add(x, d, alpha=float(h))
                first = 0
                for i in range(torch.len(p)):
                  n = torch.numel(p[i])
                  part = torch.narrow(moved, 0, first, n)
                  y = torch.copy_(torch.detach(p[i]), torch.reshape(part, torch.size(p[i])))
                  first = torch.add(first, n)
                return [x]
            """);

    /** g·d and max |g|. */
    static final NativeModule SLOPE =
        NativeModule.compile(
            "g: Tensor, d: Tensor",
            "List[Tensor]",
            "    return [torch.stack([torch.dot(g, d), torch.max(torch.abs(g))])]\n");

    /** The pair of a step: y, s, y·s, 1 / y·s, and y·s / y·y. */
    static final NativeModule PAIR =
        NativeModule.compile(
            "g: Tensor, before: Tensor, d: Tensor, h: Tensor",
            "List[Tensor]",
            """
                y = torch.sub(g, before)
                s = torch.mul(d, float(h))
                ys = torch.dot(y, s)
                return [y, s, ys, torch.reciprocal(ys), torch.div(ys, torch.dot(y, y))]
            """);

    /** The two-loop recursion (Nocedal and Wright, algorithm 7.4). */
    static final NativeModule DIRECTION =
        NativeModule.compile(
            "g: Tensor, h: Tensor, y: List[Tensor], s: List[Tensor], r: List[Tensor]",
            "List[Tensor]",
            """
                n = torch.len(s)
                shares = annotate(List[Tensor], [])
                q = torch.neg(g)
                for i in range(n):
                  j = torch.sub(torch.sub(n, i), 1)
                  a = torch.mul(torch.dot(s[j], q), r[j])
                  shares = torch.append(shares, a)
                  q = torch.sub(q, torch.mul(y[j], a))
                d = torch.mul(q, h)
                for i in range(n):
                  b = torch.mul(torch.dot(y[i], d), r[i])
                  a = torch.sub(shares[torch.sub(torch.sub(n, i), 1)], b)
                  d = torch.add(d, torch.mul(s[i], a))
                return [d]
            """);

    static final NativeModule DESCENT =
        NativeModule.compile("g: Tensor", "List[Tensor]", "    return [torch.neg(g)]\n");

    /** g·d, max |d| and Σ|g|. */
    static final NativeModule LENGTHS =
        NativeModule.compile(
            "g: Tensor, d: Tensor",
            "List[Tensor]",
            "    return [torch.stack([torch.dot(g, d), torch.max(torch.abs(d)),"
                + " torch.sum(torch.abs(g))])]\n");
  }

  /** A change of the gradient, the step that caused it, and 1 / y·s. */
  private record Pair(NDArray y, NDArray s, NDArray reciprocal) implements AutoCloseable {
    @Override
    public void close() {
      y.close();
      s.close();
      reciprocal.close();
    }
  }

  private final Lbfgs options;
  private final List<NDArray> parameters;
  private final NDManager manager;
  private final Deque<Pair> pairs = new ArrayDeque<>();
  private @Nullable LinePoint<R> current;
  private @Nullable NDArray curvature;
  private boolean moved;
  private long evaluations;
  private boolean finished;

  /**
   * Creates a search.
   *
   * @param options its options
   * @param parameters what is searched, at least one array; they are changed in place
   * @param owner the manager that the state belongs to
   */
  public LbfgsState(Lbfgs options, List<NDArray> parameters, NDManager owner) {
    this.options = options;
    this.parameters = List.copyOf(parameters);
    manager = owner.newSubManager();
  }

  /**
   * Takes one step: a direction by the history, and a line search along it. The first step
   * evaluates the starting point too. Does nothing once the search is finished.
   *
   * <p>If the closure throws, the parameters are those from before the step.
   *
   * @return whether the search can go on: not if a tolerance is reached, the evaluations are spent,
   *     or no point is better
   * @throws IllegalStateException if the objective is not finite at the starting point
   */
  public boolean step(Closure<R> closure) {
    try (NDManager scratch = manager.newSubManager()) {
      LinePoint<R> start = current == null ? first(closure, scratch) : current;
      if (!finished) {
        finished = search(start, closure, scratch);
      }
      return !finished;
    }
  }

  private LinePoint<R> first(Closure<R> closure, NDManager scratch) {
    try (NDArray none = scratch.zeros(parametersFlat(scratch).getShape())) {
      LinePoint<R> start = evaluated(0, none, closure, scratch);
      if (!Double.isFinite(start.value())) {
        throw new IllegalStateException(
            "The objective is not finite where the search begins; begin at other values");
      }
      start.gradient().attach(manager);
      current = start;
      finished = start.largest() <= options.gradientTolerance();
      return start;
    }
  }

  /** Returns whether the search is finished. */
  private boolean search(LinePoint<R> start, Closure<R> closure, NDManager scratch) {
    NDArray d = descent(start.gradient());
    d.attach(scratch);
    float[] lengths = call(Modules.LENGTHS, scratch, start.gradient(), d).head().toFloatArray();
    double slope = lengths[0];
    double reach = lengths[1];
    double t = options.learningRate() * (moved ? 1 : Math.min(1, 1 / (double) lengths[2]));
    if (!(slope <= -options.changeTolerance())) {
      return true;
    }
    NDArray x = parametersFlat(scratch);
    var from =
        new LinePoint<>(0, start.value(), slope, start.largest(), start.gradient(), start.report());
    LinePoint<R> found = from;
    try {
      found =
          new StrongWolfe<R>(
                  trial -> {
                    move(x, d, trial);
                    return evaluated(trial, d, closure, scratch);
                  },
                  from,
                  options.lineEvaluations())
              .search(t, options.changeTolerance() / reach);
    } finally {
      // Also where the objective throws: not at a point that was only tried.
      move(x, d, found.t());
    }
    if (found == from) {
      return true;
    }
    remember(found.gradient(), start.gradient(), d, found.t());
    start.gradient().close();
    found.gradient().attach(manager);
    current = found;
    moved = true;
    return found.largest() <= options.gradientTolerance()
        || evaluations >= options.maxEvaluations()
        || reach * found.t() <= options.changeTolerance()
        || Math.abs(found.value() - start.value()) < options.changeTolerance();
  }

  /** Keeps the pair of a step of this length along a direction. */
  private void remember(NDArray gradient, NDArray before, NDArray d, double length) {
    NDList made;
    try (NDArray t = HostValues.number(manager, length)) {
      made = call(Modules.PAIR, manager, gradient, before, d, t);
    }
    try (NDArray product = made.get(2)) {
      if (!(product.getFloat() > LEAST_CURVATURE)) {
        made.close();
        return;
      }
    }
    if (pairs.size() == options.history()) {
      pairs.removeFirst().close();
    }
    pairs.addLast(new Pair(made.get(0), made.get(1), made.get(3)));
    if (curvature != null) {
      curvature.close();
    }
    curvature = made.get(4);
  }

  private NDArray descent(NDArray gradient) {
    NDArray scale = curvature;
    if (pairs.isEmpty() || scale == null) {
      return call(Modules.DESCENT, manager, gradient).head();
    }
    try (var arguments = new Arguments()) {
      arguments.add(gradient);
      arguments.add(scale);
      pairs.forEach(pair -> arguments.addToList("y[]", pair.y));
      pairs.forEach(pair -> arguments.addToList("s[]", pair.s));
      pairs.forEach(pair -> arguments.addToList("r[]", pair.reciprocal));
      return arguments.call(Modules.DIRECTION, false).singletonOrThrow();
    }
  }

  private LinePoint<R> evaluated(double t, NDArray d, Closure<R> closure, NDManager scratch) {
    evaluations++;
    var flat = new NDArray[1];
    Evaluation<R> found =
        closure.evaluate(
            gradients -> {
              flat[0] = flat(filled(gradients));
              flat[0].attach(scratch);
            });
    NDArray gradient = flat[0];
    if (gradient == null) {
      throw new IllegalStateException("The closure handed over no gradients");
    }
    float[] slope = call(Modules.SLOPE, scratch, gradient, d).head().toFloatArray();
    return new LinePoint<>(t, found.value(), slope[0], slope[1], gradient, found.report());
  }

  /** Puts zeros in the place of the gradients of parameters that the objective does not see. */
  private NDList filled(NDList gradients) {
    var all = new NDList(gradients);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isEmpty()) {
        all.set(i, all.get(i).getManager().zeros(parameters.get(i).getShape()));
      }
    }
    return all;
  }

  private NDArray parametersFlat(NDManager scratch) {
    NDArray flat = flat(parameters);
    flat.attach(scratch);
    return flat;
  }

  private NDArray flat(List<NDArray> arrays) {
    if (arrays.size() != parameters.size()) {
      throw new IllegalArgumentException(
          "Expected " + parameters.size() + " gradients, but got " + arrays.size());
    }
    try (var arguments = new Arguments()) {
      arrays.forEach(array -> arguments.addToList("p[]", array));
      return arguments.call(Modules.FLAT, false).singletonOrThrow();
    }
  }

  private void move(NDArray x, NDArray d, double t) {
    try (NDArray number = HostValues.number(manager, t);
        var arguments = new Arguments()) {
      arguments.add(x);
      arguments.add(d);
      arguments.add(number);
      parameters.forEach(array -> arguments.addToList("p[]", array));
      arguments.call(Modules.MOVE, false).close();
    }
  }

  private static NDList call(NativeModule module, NDManager owner, NDArray... arrays) {
    try (var arguments = new Arguments()) {
      for (NDArray array : arrays) {
        arguments.add(array);
      }
      NDList results = arguments.call(module, false);
      results.attach(owner);
      return results;
    }
  }

  /** Returns what the evaluation reported at the current point; null before the first step. */
  public @Nullable R report() {
    return current == null ? null : current.report();
  }

  /** Returns how often the objective was evaluated. */
  public long evaluations() {
    return evaluations;
  }

  /** Returns the number of pairs in the history. */
  public int pairs() {
    return pairs.size();
  }

  @Override
  public void close() {
    manager.close();
  }
}
