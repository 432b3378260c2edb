package org.atelier.model.objective;

/**
 * A typed key of a value that is computed once in a step and shared by its phases; see {@link
 * Step#once}. Keys are compared by identity.
 *
 * @param <T> the type of the value
 */
public final class Output<T> {
  private final String name;

  private Output(String name) {
    this.name = name;
  }

  /** Creates a key; the name is for debugging. */
  public static <T> Output<T> named(String name) {
    return new Output<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
