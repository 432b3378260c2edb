package org.atelier.model;

import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.weights.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of one network in a file, under every name by which a network may ask for them:
 *
 * <ul>
 *   <li>their own;
 *   <li>spectral norm by PyTorch's older names ({@code weight_orig}, {@code weight_u}, {@code
 *       weight_v}), by its newer ones ({@code parametrizations.weight.original}, {@code
 *       parametrizations.weight.0._u}, {@code parametrizations.weight.0._v}), and as the plain
 *       {@code weight}, which is the weight divided by its norm;
 *   <li>weight norm ({@code weight_g} and {@code weight_v}, or {@code
 *       parametrizations.weight.original0} and {@code original1}) as the plain {@code weight}, g·v
 *       divided by the norm of v.
 * </ul>
 *
 * <p>Derived values are computed when they are asked for.
 */
final class StoredTensors {
  private static final Pattern PARAMETRIZED =
      Pattern.compile("((?:.*\\.)?)parametrizations\\.([^.]+)\\.original(0?)");
  private static final Pattern OLDER = Pattern.compile("((?:.*\\.)?)([^.]+)_(orig|bar|g)");

  /**
   * A tensor under one of its names.
   *
   * @param shape the shape
   * @param values the values in row-major order, as float32
   * @param sources the names of the file's tensors of which it is made, or which it makes
   *     superfluous
   */
  record Stored(Shape shape, Supplier<float[]> values, Set<String> sources) {}

  private final Map<String, HostTensor> own;
  private final Map<String, Stored> stored = new LinkedHashMap<>();

  /**
   * Finds the names.
   *
   * @param own the tensors by their own names
   */
  StoredTensors(Map<String, HostTensor> own) {
    this.own = own;
    own.forEach((name, tensor) -> put(name, tensor, name));
    for (String name : own.keySet()) {
      Matcher newer = PARAMETRIZED.matcher(name);
      Matcher older = OLDER.matcher(name);
      if (newer.matches() && newer.group(3).isEmpty()) {
        String group = newer.group(1) + "parametrizations." + newer.group(2) + ".";
        addSpectral(newer.group(1), newer.group(2), name, group + "0._u", own.get(group + "0._v"));
      } else if (newer.matches()) {
        addWeightNorm(newer.group(1) + newer.group(2), name, name.replaceFirst("0$", "1"));
      } else if (older.matches()) {
        String base = older.group(1) + older.group(2);
        if (older.group(3).equals("g")) {
          addWeightNorm(base, name, base + "_v");
        } else {
          addSpectral(older.group(1), older.group(2), name, base + "_u", own.get(base + "_v"));
        }
      }
    }
  }

  private void put(String name, HostTensor tensor, String... sources) {
    stored.putIfAbsent(
        name, new Stored(tensor.shape(), tensor::toFloats, new LinkedHashSet<>(List.of(sources))));
  }

  private void addSpectral(
      String path, String parameter, String original, String left, @Nullable HostTensor storedV) {
    HostTensor weight = own.get(original);
    HostTensor u = own.get(left);
    if (weight == null || u == null || u.shape().dimension() != 1) {
      return;
    }
    Stored v;
    String right = left.substring(0, left.length() - 1) + "v";
    long columns = u.shape().size() == 0 ? 0 : weight.shape().size() / u.shape().size();
    if (storedV != null) {
      v = new Stored(storedV.shape(), storedV::toFloats, Set.of(right));
    } else {
      // To PyTorch 0.4 only u was stored.
      v =
          new Stored(
              new Shape(columns),
              () -> Reparametrisation.right(weight, u.toFloats()),
              Set.of(left));
    }
    String plain = path + parameter;
    String group = path + "parametrizations." + parameter + ".";
    // The older files also have the weight as it was last divided.
    var ofWeight = Set.of(original, plain);
    for (String name : List.of(plain + "_orig", group + "original")) {
      stored.put(name, new Stored(weight.shape(), weight::toFloats, ofWeight));
    }
    for (String name : List.of(plain + "_u", group + "0._u")) {
      put(name, u, left);
    }
    for (String name : List.of(plain + "_v", group + "0._v")) {
      stored.putIfAbsent(name, v);
    }
    var all = Set.of(original, left, right, plain);
    HostTensor divided = own.get(plain);
    stored.put(
        plain,
        divided != null
            ? new Stored(divided.shape(), divided::toFloats, all)
            : new Stored(
                weight.shape(),
                () -> Reparametrisation.divided(weight, u.toFloats(), v.values().get()),
                all));
  }

  private void addWeightNorm(String plain, String magnitude, String direction) {
    HostTensor g = own.get(magnitude);
    HostTensor v = own.get(direction);
    if (g == null || v == null || own.containsKey(plain)) {
      return;
    }
    stored.put(
        plain,
        new Stored(v.shape(), () -> Reparametrisation.scaled(g, v), Set.of(magnitude, direction)));
  }

  /** Returns whether there is a tensor of this name and shape whose values are all finite. */
  boolean hasFinite(String name, Shape shape) {
    Stored tensor = stored.get(name);
    if (tensor == null || !tensor.shape().equals(shape)) {
      return false;
    }
    for (float value : tensor.values().get()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** The tensors by all of their names. */
  Map<String, Stored> byName() {
    return Collections.unmodifiableMap(stored);
  }

  /** The names of the file's tensors that no tensor of the given names is made of. */
  Set<String> unused(Iterable<String> names) {
    var unused = new LinkedHashSet<>(own.keySet());
    for (String name : names) {
      Stored found = stored.get(name);
      if (found != null) {
        unused.removeAll(found.sources());
      }
    }
    return unused;
  }
}
