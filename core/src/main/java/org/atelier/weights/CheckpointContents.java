package org.atelier.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file of weights holds.
 *
 * @param tensors the tensors by dotted names, in the order of the file; not modifiable
 * @param leftOut what else there is and was not read, by name and, for objects, the name of the
 *     Python class: {@code epoch}, {@code args (argparse.Namespace)}; at most 100
 */
public record CheckpointContents(Map<String, HostTensor> tensors, List<String> leftOut) {
  /** Copies the map and the list. */
  public CheckpointContents {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Reads a PyTorch checkpoint or a safetensors file; the format is detected from the content.
   *
   * @throws WeightsException if the file cannot be read, is neither, or is damaged; the message
   *     says what to do
   */
  public static CheckpointContents read(Path file) throws WeightsException {
    byte[] head =
        WeightsException.guarded(
            file,
            () -> {
              try (var in = Files.newInputStream(file)) {
                return in.readNBytes(9);
              }
            });
    // safetensors: eight bytes of length, then JSON.
    boolean safetensors = head.length == 9 && head[8] == '{';
    return safetensors
        ? new CheckpointContents(Safetensors.read(file), List.of())
        : PyTorchCheckpoint.readContents(file);
  }
}
