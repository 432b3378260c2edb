package org.atelier.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atelier.engine.Layout;
import org.atelier.engine.NativeFunction;
import org.atelier.model.GenerativeModel;
import org.atelier.model.network.Network;
import org.atelier.optim.Ema;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;

/** Writes a model's arrays to the files of a checkpoint, and restores them. */
final class ModelState {
  private static final String SUFFIX = ".safetensors";
  private static final String OPTIMIZER = ".optimizer";
  private static final String AVERAGE = ".average";

  /**
   * File name of the model's own state; networks cannot have this name, since it contains a dot.
   */
  private static final String STATE = "model.state";

  private static final NativeFunction ALL_FINITE =
      NativeFunction.of("torch.to(torch.all(torch.isfinite(x)), 6)", "x");

  private ModelState() {}

  /**
   * Returns the arrays by file: parameters and buffers, optimizer state and EMA of every network,
   * and the model's own state.
   *
   * @param memory whether to include the state that only training needs
   */
  private static Map<String, Map<String, NDArray>> files(GenerativeModel<?> model, boolean memory) {
    var files = new LinkedHashMap<String, Map<String, NDArray>>();
    for (Network network : model.networks()) {
      var weights = new LinkedHashMap<>(network.parameters());
      weights.putAll(network.buffers());
      files.put(network.name() + SUFFIX, weights);
      Map<String, NDArray> moments = memory ? network.optimizerState().named() : Map.of();
      if (!moments.isEmpty()) {
        files.put(network.name() + OPTIMIZER + SUFFIX, moments);
      }
      network
          .average()
          .map(Ema::named)
          .ifPresent(average -> files.put(network.name() + AVERAGE + SUFFIX, average));
    }
    Map<String, NDArray> state = memory ? model.state() : Map.of();
    if (!state.isEmpty()) {
      files.put(STATE + SUFFIX, state);
    }
    return files;
  }

  /**
   * Writes all files to a folder.
   *
   * @return the files with their checksums
   */
  static List<Checkpoint.FileEntry> write(GenerativeModel<?> model, Path folder)
      throws IOException {
    var entries = new ArrayList<Checkpoint.FileEntry>();
    for (var content : files(model, true).entrySet()) {
      var tensors = new LinkedHashMap<String, HostTensor>();
      content.getValue().forEach((key, array) -> tensors.put(key, HostTensor.of(array)));
      Path file = folder.resolve(content.getKey());
      Safetensors.write(file, tensors, Map.of());
      entries.add(Checkpoint.entry(file));
    }
    return entries;
  }

  /** Checks that all values are finite. */
  static void requireFinite(GenerativeModel<?> model, long step) {
    files(model, true)
        .forEach(
            (file, arrays) ->
                arrays.forEach(
                    (name, array) -> {
                      if (!isFinite(array)) {
                        throw new TrainingException(
                            "Not all values are finite in \"%s\" of %s at step %s, so no checkpoint of that step was written; earlier checkpoints are usable. Start a new run with a lower learning rate, or clip gradients by global norm"
                                .formatted(name, file.replace(SUFFIX, ""), step));
                      }
                    }));
  }

  private static boolean isFinite(NDArray array) {
    try (NDManager scratch = array.getManager().newSubManager()) {
      // The result is attached to its argument's manager, which must not be the network's.
      NDArray alias = array.stopGradient();
      alias.attach(scratch);
      return ALL_FINITE.apply(alias).getFloat() != 0;
    }
  }

  /**
   * Restores the model's arrays. All files are checked before the first array is changed.
   *
   * @param memory whether to include the state that only training needs
   */
  static void restore(GenerativeModel<?> model, Checkpoint checkpoint, boolean memory)
      throws IOException {
    checkpoint.verify();
    Map<String, Map<String, NDArray>> files = files(model, memory);
    requireFiles(checkpoint, files.keySet(), memory);
    // Files are read twice rather than kept in memory: the optimizer's state alone may be twice the
    // model's size.
    for (var content : files.entrySet()) {
      Path file = checkpoint.folder().resolve(content.getKey());
      Map<String, HostTensor> tensors = Safetensors.read(file);
      requireFit(file, content.getValue(), tensors);
      for (Map.Entry<String, HostTensor> tensor : tensors.entrySet()) {
        tensor.getValue().requireFinite(file, tensor.getKey());
      }
    }
    for (var content : files.entrySet()) {
      Path file = checkpoint.folder().resolve(content.getKey());
      Map<String, HostTensor> tensors = Safetensors.read(file);
      content.getValue().forEach((name, target) -> copy(tensors.get(name), target));
    }
  }

  private static void copy(HostTensor tensor, NDArray target) {
    try (NDManager scratch = target.getManager().newSubManager()) {
      Layout.copyInto(target, tensor.toArray(scratch));
    }
  }

  private static void requireFiles(Checkpoint checkpoint, Set<String> wanted, boolean memory)
      throws IOException {
    Set<String> missing = new TreeSet<>(wanted);
    Set<String> unexpected = new TreeSet<>();
    for (Checkpoint.FileEntry entry : checkpoint.description().files()) {
      boolean ofTraining =
          entry.name().endsWith(OPTIMIZER + SUFFIX) || entry.name().equals(STATE + SUFFIX);
      if (!missing.remove(entry.name()) && (memory || !ofTraining)) {
        unexpected.add(entry.name());
      }
    }
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw new IOException(
          checkpoint.folder()
              + ": the checkpoint is of another architecture ("
              + checkpoint.description().model()
              + ")."
              + list(" Missing: ", missing)
              + list(" Unexpected: ", unexpected)
              + " Build the model with the options in "
              + Checkpoint.DESCRIPTION);
    }
  }

  private static void requireFit(
      Path file, Map<String, NDArray> arrays, Map<String, HostTensor> tensors) throws IOException {
    Set<String> missing = new TreeSet<>(arrays.keySet());
    missing.removeAll(tensors.keySet());
    Set<String> unexpected = new TreeSet<>(tensors.keySet());
    unexpected.removeAll(arrays.keySet());
    var misshapen = new ArrayList<String>();
    arrays.forEach(
        (key, array) -> {
          HostTensor tensor = tensors.get(key);
          if (tensor != null && !tensor.shape().equals(array.getShape())) {
            misshapen.add(
                key + " (expected " + array.getShape() + ", but got " + tensor.shape() + ")");
          } else if (tensor != null && tensor.type() != array.getDataType()) {
            misshapen.add(
                key + " (expected " + array.getDataType() + ", but got " + tensor.type() + ")");
          }
        });
    if (!missing.isEmpty() || !unexpected.isEmpty() || !misshapen.isEmpty()) {
      throw new IOException(
          file
              + ": the checkpoint is of another architecture."
              + list(" Missing: ", missing)
              + list(" Unexpected: ", unexpected)
              + list(" Of another shape: ", misshapen)
              + " Build the model with the options in "
              + Checkpoint.DESCRIPTION);
    }
  }

  private static String list(String title, Collection<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    var shown = names.stream().limit(8).toList();
    String more =
        names.size() > shown.size() ? " and " + (names.size() - shown.size()) + " more" : "";
    return title + String.join(", ", shown) + more + ".";
  }
}
