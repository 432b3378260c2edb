package org.atelier.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of one call. A named array (a parameter, or one that was an element of a list) goes
 * in as an alias without a name; closing frees the aliases, which would otherwise pile up in the
 * manager of an array that lasts.
 */
public final class Arguments implements AutoCloseable {
  private final NDList arrays = new NDList();
  private final List<NDArray> aliases = new ArrayList<>();

  /** Adds a parameter of its own. */
  public void add(NDArray array) {
    NDArray alone = NativeModule.alone(array);
    if (alone != array) {
      aliases.add(alone);
    }
    arrays.add(alone);
  }

  /** Adds an element of the list parameter {@code list}, such as {@code "p[]"}. */
  public void addToList(String list, NDArray array) {
    arrays.add(NativeModule.inList(array, list));
  }

  /** Calls the module; see {@link NativeModule#call}. */
  public NDList call(NativeModule module, boolean recording) {
    return module.call(arrays, recording);
  }

  @Override
  public void close() {
    aliases.forEach(NDArray::close);
  }
}
