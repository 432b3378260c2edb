package org.atelier.weights;

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
}
