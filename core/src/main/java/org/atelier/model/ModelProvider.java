package org.atelier.model;

import java.util.List;

/**
 * A service provider of model types: {@code train}, {@code sample}, {@code evaluate}, {@code list}
 * and the other commands load providers by {@link java.util.ServiceLoader}. To add models from a
 * jar, implement this interface in a class with a public constructor without parameters, and name
 * the class in the file {@code META-INF/services/org.atelier.model.ModelProvider}.
 */
@FunctionalInterface
public interface ModelProvider {
  /** Returns the model types, in the order in which they are listed. */
  List<ModelType<?, ?>> models();
}
