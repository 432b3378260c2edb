package org.atelier.model.objective;

/**
 * A name for something that is computed once in a step and used by several phases, with its type.
 * Two outputs are the same only if they are the same object.
 *
 * @param <T> what is computed
 */
public final class Output<T> {
  private final String name;

  private Output(String name) {
    this.name = name;
  }

  /** An output; the name is for people. */
  public static <T> Output<T> named(String name) {
    return new Output<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
