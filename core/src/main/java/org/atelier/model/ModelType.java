package org.atelier.model;

import java.util.Objects;
import java.util.function.Function;
import org.atelier.image.PictureShape;

/**
 * A type of model for the command line: its name, its training batches, its options and its
 * factory. A {@link ModelProvider} registers model types with the commands.
 *
 * @param name the name on the command line: lower-case letters, digits and -, such as "dcgan"
 * @param description one line for {@code ./atelier list}, such as "deep convolutional GAN
 *     (arXiv:1511.06434)"
 * @param batch the class of its training batches, such as {@code Images.class}
 * @param model the model's class
 * @param options the class of the model's options
 * @param defaults computes the default options for given training data
 * @param factory creates an untrained model
 * @param <O> the type of the options
 * @param <M> the type of the model
 */
public record ModelType<O extends Record, M extends GenerativeModel<?>>(
    String name,
    String description,
    Class<?> batch,
    Class<M> model,
    Class<O> options,
    Defaults<O> defaults,
    Function<? super O, ? extends M> factory) {
  /** Computes the default options of a model for given training data. */
  @FunctionalInterface
  public interface Defaults<O> {
    /**
     * Returns the default options.
     *
     * @param pictures the shape of the training data
     * @param classes the number of classes in it; 0 if it is not labelled
     * @throws IllegalArgumentException if the model cannot be trained on such data
     */
    O of(PictureShape pictures, int classes);
  }

  /** Checks the name. */
  public ModelType {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
      throw new IllegalArgumentException(
          "A model's name must consist of lower-case letters, digits and -, but was \""
              + name
              + "\"");
    }
    Objects.requireNonNull(description);
  }

  /** Creates an untrained model. */
  public M create(O options) {
    return factory.apply(options);
  }
}
