package org.atelier.nn.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the outputs of layers at given paths while a script is written. */
final class Tapping {
  /** Ends the writing of a child, because all its taps were found. */
  static final class Complete extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Tapping of;

    Complete(Tapping of) {
      super("all taps were found", null, false, false);
      this.of = of;
    }

    Tapping of() {
      return of;
    }
  }

  private final List<String> paths;
  private final int depth;
  private final @Nullable String start;
  private final @Nullable Value resumed;
  private final Map<String, Value> found = new LinkedHashMap<>();

  /**
   * Creates a collection of taps.
   *
   * @param paths dotted paths below the layer at {@code depth}
   * @param depth the number of parts of the path of the layer that has the taps
   */
  Tapping(List<String> paths, int depth) {
    this(paths, depth, null, null);
  }

  /** As above, with {@code resumed} in place of the output of the layer at {@code start}. */
  Tapping(List<String> paths, int depth, @Nullable String start, @Nullable Value resumed) {
    this.paths = paths;
    this.depth = depth;
    this.start = start;
    this.resumed = resumed;
  }

  int depth() {
    return depth;
  }

  /** Returns the given value if it stands for the output of the layer at {@code path}. */
  Optional<Values> replacement(String path) {
    return path.equals(start) ? Optional.ofNullable(resumed) : Optional.empty();
  }

  /**
   * Takes a layer's output if it is a tap.
   *
   * @throws Complete if it was the last
   */
  Values offer(String path, Values out) {
    if (paths.contains(path)) {
      found.putIfAbsent(path, out.all().get(0));
      if (found.keySet().containsAll(paths)) {
        throw new Complete(this);
      }
    }
    return out;
  }

  /** Returns the taps in the order of the paths. */
  List<Value> values() {
    var missing = paths.stream().filter(path -> !found.containsKey(path)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("expected to pass the layers " + missing);
    }
    return paths.stream().map(found::get).toList();
  }
}
