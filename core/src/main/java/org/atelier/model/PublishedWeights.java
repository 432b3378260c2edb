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
 * The weights of a file that somebody published, on their way into a network that has the names of
 * the reference project.
 *
 * <p>Files wrap a state dict in various ways: under "state_dict", "params", "params_ema"
 * (preferred, as it is what the authors test), "model" beside an optimizer, and with "module."
 * before each name where several GPUs trained. The wrapping is taken off which leaves most of the
 * network's names. Counters of batches, and running statistics of norms that have none here, are
 * passed over.
 *
 * @param file for messages
 * @param tensors all that is in the file, by name
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
   * Reads a checkpoint of PyTorch, or a safetensors file; which of the two, the content says.
   *
   * @throws IOException if it is neither, or damaged
   */
  public static PublishedWeights read(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(9);
    }
    // Eight bytes of length, then JSON.
    boolean safetensors = head.length == 9 && head[8] == '{';
    return new PublishedWeights(
        file, safetensors ? Safetensors.read(file) : PyTorchCheckpoint.read(file));
  }

  /**
   * The tensors without their wrapping.
   *
   * @param likely names that the network might have
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

  /** As the other, with nothing to suggest. */
  public void into(Network network) throws WeightsException {
    into(network, own -> Optional.empty());
  }

  /**
   * Fills every parameter and buffer of the network; nothing changes if something does not fit.
   *
   * @param suggestion what to say of weights (without their wrapping) that do not fit, such as the
   *     options that they would
   * @throws WeightsException naming what is missing, unexpected or of another shape
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
            // Of half and double precision too.
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
