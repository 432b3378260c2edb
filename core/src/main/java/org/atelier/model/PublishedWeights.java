package org.atelier.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.model.network.Network;
import org.atelier.weights.HostTensor;
import org.atelier.weights.PyTorchCheckpoint;
import org.atelier.weights.Safetensors;
import org.atelier.weights.WeightsException;

/**
 * Published weights of a reference implementation, read from a file, to be loaded into a network
 * with the same parameter names.
 *
 * <p>Published files nest the state dict in various ways: under "state_dict", "params",
 * "params_ema" (preferred, since the authors evaluate it) or "model" (beside an optimizer), and
 * with the prefix "module." of data-parallel training. The prefix that matches most of the
 * network's parameter names is removed. Batch counters, and running statistics of norms that have
 * none in the network, are ignored.
 *
 * @param file the file, for error messages
 * @param tensors all tensors of the file, by name
 */
public record PublishedWeights(Path file, Map<String, HostTensor> tensors) {
  private static final List<String> WRAPPERS =
      List.of(
          "", "params_ema.", "params.", "state_dict.", "model_state_dict.", "model.", "generator.");
  private static final String PARALLEL = "module.";
  private static final int NAMED = 8;

  /** Copies the map. */
  public PublishedWeights {
    tensors = Map.copyOf(tensors);
  }

  /**
   * Reads a PyTorch checkpoint or a safetensors file; the format is detected from the content.
   *
   * @throws IOException if the file is neither, or is damaged
   */
  public static PublishedWeights read(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(9);
    }
    // safetensors: eight bytes of length, then JSON.
    boolean safetensors = head.length == 9 && head[8] == '{';
    return new PublishedWeights(
        file, safetensors ? Safetensors.read(file) : PyTorchCheckpoint.read(file));
  }

  /**
   * Returns the tensors without the prefix of their names.
   *
   * @param likely names of parameters that the network might have
   */
  public Map<String, HostTensor> unwrapped(Iterable<String> likely) {
    String best = "";
    int most = -1;
    for (String wrapper : WRAPPERS) {
      for (String prefix : List.of(wrapper, wrapper + PARALLEL)) {
        int found = 0;
        for (String name : likely) {
          found += tensors.containsKey(prefix + name) ? 1 : 0;
        }
        if (found > most) {
          most = found;
          best = prefix;
        }
      }
    }
    var own = new LinkedHashMap<String, HostTensor>();
    for (String name : new TreeSet<>(tensors.keySet())) {
      if (name.startsWith(best)) {
        own.put(name.substring(best.length()), tensors.get(name));
      }
    }
    return own;
  }

  /** As {@link #into(Network, Function)}, without a suggestion. */
  public void into(Network network) throws WeightsException {
    into(network, own -> Optional.empty());
  }

  /**
   * Loads every parameter and buffer of the network. If a tensor is missing, unexpected or of
   * another shape, the network is unchanged.
   *
   * @param suggestion computes advice for the error message from the tensors (without their prefix)
   *     if they do not fit, such as the options with which they would
   * @throws WeightsException if they do not fit; the message lists tensors that are missing,
   *     unexpected or of another shape
   */
  public void into(Network network, Function<Map<String, HostTensor>, Optional<String>> suggestion)
      throws WeightsException {
    var arrays = new LinkedHashMap<String, NDArray>(network.parameters());
    arrays.putAll(network.buffers());
    Map<String, HostTensor> own = unwrapped(arrays.keySet());
    requireFit(network.name(), arrays, own, suggestion);
    arrays.forEach(
        (name, array) -> {
          try (NDManager scratch = array.getManager().newSubManager()) {
            // Also from half and double precision.
            float[] values = own.get(name).toFloats();
            Layout.copyInto(array, HostValues.toArray(scratch, values, array.getShape()));
          }
        });
  }

  private void requireFit(
      String network,
      Map<String, NDArray> arrays,
      Map<String, HostTensor> own,
      Function<Map<String, HostTensor>, Optional<String>> suggestion)
      throws WeightsException {
    var missing = new TreeSet<>(arrays.keySet());
    missing.removeAll(own.keySet());
    var unexpected = new TreeSet<>(own.keySet());
    unexpected.removeAll(arrays.keySet());
    unexpected.removeIf(name -> name.matches("(.*\\.)?(num_batches_tracked|running_(mean|var))"));
    var misshapen = new ArrayList<String>();
    arrays.forEach(
        (name, array) -> {
          HostTensor tensor = own.get(name);
          if (tensor != null && !tensor.shape().equals(array.getShape())) {
            misshapen.add(
                "%s (expected %s, but got %s)".formatted(name, array.getShape(), tensor.shape()));
          }
        });
    if (!missing.isEmpty() || !unexpected.isEmpty() || !misshapen.isEmpty()) {
      throw new WeightsException(
          file,
          "these weights do not fit the network \""
              + network
              + "\"."
              + list(" Missing: ", missing)
              + list(" Unexpected: ", unexpected)
              + list(" Of another shape: ", misshapen)
              + suggestion.apply(own).map(cure -> " " + cure).orElse(""));
    }
  }

  private static String list(String title, Iterable<String> names) {
    var shown = new ArrayList<String>();
    int more = 0;
    for (String name : names) {
      if (shown.size() < NAMED) {
        shown.add(name);
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
