package org.atelier.model;

import java.util.List;

/**
 * Offers kinds of models to the commands: {@code train}, {@code sample}, {@code evaluate}, {@code
 * list} and the others find it by {@link java.util.ServiceLoader}. A jar with models of its own has
 * a class that implements this, with a public constructor without parameters, and names the class
 * in the file {@code META-INF/services/org.atelier.model.ModelProvider}.
 */
@FunctionalInterface
public interface ModelProvider {
  /** The kinds of models, in the order in which they are listed. */
  List<ModelType<?, ?>> models();
}
