package org.atelier.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the arguments of one {@link NativeModule} call. An array with a name (a parameter, or an
 * element of an earlier list argument) is passed as an unnamed alias; {@link #close} frees the
 * aliases, which would otherwise accumulate in the manager of a long-lived array.
 */
public final class Arguments implements AutoCloseable {
  private final NDList arrays = new NDList();
  private final List<NDArray> aliases = new ArrayList<>();

  /** Adds an argument that is a single tensor. */
  public void add(NDArray array) {
    NDArray alone = NativeModule.alone(array);
    if (alone != array) {
      aliases.add(alone);
    }
    arrays.add(alone);
  }

  /**
   * Appends an array to a list argument.
   *
   * @param list the name of the list parameter followed by {@code []}, such as {@code "p[]"}
   */
  public void addToList(String list, NDArray array) {
    arrays.add(NativeModule.inList(array, list));
  }

  /** Calls the module with the collected arguments; see {@link NativeModule#call}. */
  public NDList call(NativeModule module, boolean recording) {
    return module.call(arrays, recording);
  }

  @Override
  public void close() {
    aliases.forEach(NDArray::close);
  }
}
