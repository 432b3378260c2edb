package org.atelier.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.model.network.Network;
import org.atelier.weights.CheckpointContents;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;

/**
 * Published weights of a reference implementation, read from a file, to be loaded into a network
 * with the same parameter names.
 *
 * <p>Published files hold the state dict of a network under various names, and further networks,
 * optimizers and settings beside it. The network is found by its parameter names, after any prefix
 * of enclosing dictionaries ({@code state_dict}, {@code params}, {@code model}, {@code netG}) and
 * of wrappers ({@code module} of data-parallel training, {@code _orig_mod} of torch.compile). Where
 * several fit, an average over the training is preferred ({@code params_ema}, {@code g_ema}), since
 * authors evaluate it; otherwise one must be chosen by {@link #network}.
 *
 * <p>Spectral norm is read by PyTorch's older and newer names, and spectral norm and weight norm
 * also into networks without them. Batch counters and running statistics that a network does not
 * use are passed over, and need not be in the file.
 *
 * @param file the file, for error messages
 * @param tensors all tensors of the file, by name, in the order of the file; not modifiable
 * @param leftOut what else the file has, as {@link CheckpointContents#leftOut}
 */
public record PublishedWeights(Path file, Map<String, HostTensor> tensors, List<String> leftOut) {
  private static final int NAMED = 8;

  /** No file has more networks of one architecture; each takes time to compare. */
  private static final int MOST_NETWORKS = 16;

  /** Copies the map and the list. */
  public PublishedWeights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    leftOut = List.copyOf(leftOut);
  }

  /** Weights of a file that has nothing else. */
  public PublishedWeights(Path file, Map<String, HostTensor> tensors) {
    this(file, tensors, List.of());
  }

  /**
   * Reads a PyTorch checkpoint or a safetensors file; the format is detected from the content.
   *
   * @throws WeightsException if the file cannot be read, is neither, or is damaged
   */
  public static PublishedWeights read(Path file) throws WeightsException {
    CheckpointContents contents = CheckpointContents.read(file);
    return new PublishedWeights(file, contents.tensors(), contents.leftOut());
  }

  /**
   * Chooses one of several networks in the file.
   *
   * @param name its name there, such as {@code netG_A}, {@code params} or {@code models.generator}:
   *     one or more consecutive parts of the dotted names before the network's own
   * @return the weights with that name alone
   * @throws WeightsException if no tensor has the name; the message lists those there are
   */
  public PublishedWeights network(String name) throws WeightsException {
    var own = new LinkedHashMap<String, HostTensor>();
    tensors.forEach(
        (full, tensor) -> {
          if (("." + full).contains("." + name + ".")) {
            own.put(full, tensor);
          }
        });
    if (own.isEmpty()) {
      var names = new LinkedHashSet<String>();
      tensors
          .keySet()
          .forEach(full -> names.add(full.substring(0, Math.max(0, full.indexOf('.')))));
      names.remove("");
      throw new WeightsException(
          file,
          "there is no network named \"%s\" in it.%s"
              .formatted(name, list(" Its outermost names are ", names)));
    }
    return new PublishedWeights(file, own, leftOut);
  }

  /**
   * Returns the shapes of the tensors of a network, by their names without prefix. Of several
   * networks it is that with the most of the likely names, an average over the training if there is
   * one.
   *
   * @param likely names of parameters that the network might have
   */
  public Map<String, Shape> shapes(Iterable<String> likely) {
    String prefix = likelyPrefix(NetworkPrefixes.find(tensors.keySet(), likely));
    var shapes = new LinkedHashMap<String, Shape>();
    new StoredTensors(NetworkPrefixes.without(prefix, tensors, likely))
        .byName()
        .forEach((name, stored) -> shapes.put(name, stored.shape()));
    return shapes;
  }

  private static String likelyPrefix(Map<String, Integer> counts) {
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    List<String> best =
        NetworkPrefixes.byPreference(
            counts.keySet().stream().filter(prefix -> counts.get(prefix) == most).toList());
    return best.isEmpty() ? "" : best.get(0);
  }

  /** As {@link #into(Network, Function)}, without a suggestion. */
  public void into(Network network) throws WeightsException {
    into(network, own -> Optional.empty());
  }

  /**
   * Loads every parameter and buffer of the network; running statistics that it does not use keep
   * their values if the file has none of their shape, or some that are not finite. If a tensor is
   * missing, unexpected, of another shape or not finite, the network is unchanged.
   *
   * @param suggestion computes advice for the error message from the shapes of the tensors (by
   *     their names without prefix) if they do not fit, such as the options with which they would
   * @throws WeightsException if they do not fit, the message lists tensors that are missing,
   *     unexpected or of another shape; if a value is NaN or infinite; or if several networks of
   *     the file fit
   */
  public void into(Network network, Function<Map<String, Shape>, Optional<String>> suggestion)
      throws WeightsException {
    Fit fit = fit(network);
    fit.require(suggestion);
    Map<String, NDArray> arrays = fit.arrays();
    // All are checked before the first array is changed.
    for (String name : arrays.keySet()) {
      HostTensor.requireFinite(
          file, fit.prefix() + name, fit.stored().byName().get(name).values().get());
    }
    arrays.forEach(
        (name, array) -> {
          try (NDManager scratch = array.getManager().newSubManager()) {
            float[] values = fit.stored().byName().get(name).values().get();
            Layout.copyInto(array, HostValues.toArray(scratch, values, array.getShape()));
          }
        });
  }

  /**
   * Says in one sentence what of the file a network takes where that is not all.
   *
   * @param network a network that these weights fit
   * @return empty if the network takes everything
   */
  public Optional<String> remark(Network network) throws WeightsException {
    Fit fit = fit(network);
    var rest = new LinkedHashSet<String>();
    for (String name : tensors.keySet()) {
      if (!name.startsWith(fit.prefix())) {
        rest.add(outermost(name, fit.prefix()));
      }
    }
    rest.addAll(leftOut);
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    String title = NetworkPrefixes.title(fit.prefix());
    String taken =
        title.isEmpty()
            ? "Of " + file + ", the network is taken;"
            : "Of %s, \"%s\"%s is taken;"
                .formatted(
                    file,
                    title,
                    NetworkPrefixes.isAveraged(fit.prefix()) ? " (averaged weights)" : "");
    return Optional.of(taken + list(" left out: ", rest));
  }

  /** The part of a name down to where it leaves a prefix. */
  private static String outermost(String name, String prefix) {
    String[] parts = name.split("\\.");
    String[] own = prefix.split("\\.");
    int same = 0;
    while (same < own.length && same < parts.length - 1 && parts[same].equals(own[same])) {
      same++;
    }
    return String.join(".", Arrays.asList(parts).subList(0, same + 1));
  }

  /** Finds the prefix under which the file has the network. */
  private Fit fit(Network network) throws WeightsException {
    var arrays = new LinkedHashMap<String, NDArray>(network.parameters());
    arrays.putAll(network.buffers());
    Map<String, Integer> counts = NetworkPrefixes.find(tensors.keySet(), arrays.keySet());
    var fitting = new ArrayList<Fit>();
    // A prefix with a part of the names alone cannot fit; several names may be of one parameter.
    int least = (arrays.size() - network.unusedBuffers().size()) / 3;
    List<String> likely =
        NetworkPrefixes.byPreference(
            counts.keySet().stream().filter(prefix -> counts.get(prefix) >= least).toList());
    for (String prefix : likely.subList(0, Math.min(MOST_NETWORKS, likely.size()))) {
      Fit fit = Fit.of(this, network, arrays, prefix);
      if (fit.isComplete() && fitting.stream().noneMatch(fit::hasSameTensors)) {
        fitting.add(fit);
      }
    }
    if (fitting.isEmpty()) {
      return Fit.of(this, network, arrays, likelyPrefix(counts));
    }
    List<Fit> averaged =
        fitting.stream().filter(fit -> NetworkPrefixes.isAveraged(fit.prefix())).toList();
    List<Fit> best = averaged.isEmpty() ? fitting : averaged;
    if (best.size() > 1) {
      List<String> names = best.stream().map(Fit::title).toList();
      throw new WeightsException(
          file,
          "%s networks in it fit \"%s\":%s Choose one, such as --network %s (in Java: PublishedWeights.network)"
              .formatted(best.size(), network.name(), list(" ", names), names.get(0)));
    }
    return best.get(0);
  }

  /**
   * A network and the tensors that a file has under a prefix.
   *
   * @param arrays the network's arrays that are in the file or must be
   * @param absent names of parameters that the network has no array for and the file may have
   */
  private record Fit(
      PublishedWeights weights,
      String network,
      Map<String, NDArray> arrays,
      Set<String> absent,
      String prefix,
      StoredTensors stored) {
    static Fit of(
        PublishedWeights weights, Network network, Map<String, NDArray> arrays, String prefix) {
      var stored =
          new StoredTensors(NetworkPrefixes.without(prefix, weights.tensors, arrays.keySet()));
      var needed = new LinkedHashMap<>(arrays);
      Set<String> unused = network.unusedBuffers();
      needed
          .entrySet()
          .removeIf(
              array ->
                  unused.contains(array.getKey())
                      && !stored.hasFinite(array.getKey(), array.getValue().getShape()));
      return new Fit(weights, network.name(), needed, network.absent(), prefix, stored);
    }

    String title() {
      String title = NetworkPrefixes.title(prefix);
      return title.isEmpty() ? "the outermost" : title;
    }

    boolean hasSameTensors(Fit other) {
      // Of what the network does not use, the other may have nothing.
      return arrays.keySet().stream()
          .filter(other.arrays::containsKey)
          .allMatch(
              name ->
                  Arrays.equals(
                      stored.byName().get(name).values().get(),
                      other.stored.byName().get(name).values().get()));
    }

    boolean isComplete() {
      return missing().isEmpty() && misshapen().isEmpty();
    }

    private Set<String> missing() {
      var missing = new TreeSet<>(arrays.keySet());
      missing.removeAll(stored.byName().keySet());
      return missing;
    }

    private Set<String> unexpected() {
      var unexpected = new TreeSet<>(stored.unused(arrays.keySet()));
      unexpected.removeAll(absent);
      unexpected.removeIf(name -> name.matches("(.*\\.)?(num_batches_tracked|running_(mean|var))"));
      return unexpected;
    }

    private List<String> misshapen() {
      var misshapen = new ArrayList<String>();
      arrays.forEach(
          (name, array) -> {
            StoredTensors.Stored tensor = stored.byName().get(name);
            if (tensor != null && !tensor.shape().equals(array.getShape())) {
              misshapen.add(
                  "%s (expected %s, but got %s)".formatted(name, array.getShape(), tensor.shape()));
            }
          });
      return misshapen;
    }

    void require(Function<Map<String, Shape>, Optional<String>> suggestion)
        throws WeightsException {
      Set<String> unexpected = unexpected();
      if (isComplete() && unexpected.isEmpty()) {
        return;
      }
      Map<String, Shape> shapes =
          stored.byName().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().shape()));
      throw new WeightsException(
          weights.file,
          "these weights do not fit the network \""
              + network
              + "\"."
              + list(" Missing: ", missing())
              + list(" Unexpected: ", unexpected)
              + list(" Of another shape: ", misshapen())
              + suggestion.apply(shapes).map(cure -> " " + cure).orElse(""));
    }
  }

  private static String list(String title, Iterable<String> names) {
    var shown = new ArrayList<String>();
    int more = 0;
    for (String name : names) {
      if (shown.size() < NAMED) {
        shown.add(name.length() <= 100 ? name : name.substring(0, 100) + "…");
      } else {
        more++;
      }
    }
    if (shown.isEmpty()) {
      return "";
    }
    return title + String.join(", ", shown) + (more > 0 ? " and " + more + " more." : ".");
  }
}
