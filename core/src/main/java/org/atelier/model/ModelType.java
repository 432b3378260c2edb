package org.atelier.model;

import java.util.Objects;
import java.util.function.Function;
import org.atelier.image.PictureShape;

/**
 * A kind of model, as the commands know it: what it is called, what it learns from, and how it is
 * built. {@link ModelProvider} offers kinds to the commands.
 *
 * @param name on the command line: letters, digits and -, such as "dcgan"
 * @param description one line for {@code ./atelier list}, such as "deep convolutional GAN
 *     (arXiv:1511.06434)"
 * @param batch the batches it learns from, such as {@code Images.class}
 * @param model its class
 * @param options the class of what it is built with
 * @param defaults the options for given pictures
 * @param factory creates an untrained model
 * @param <O> the options
 * @param <M> the model
 */
public record ModelType<O extends Record, M extends GenerativeModel<?>>(
    String name,
    String description,
    Class<?> batch,
    Class<M> model,
    Class<O> options,
    Defaults<O> defaults,
    Function<? super O, ? extends M> factory) {
  /** The options of a model for given pictures. */
  @FunctionalInterface
  public interface Defaults<O> {
    /**
     * The options.
     *
     * @param pictures the shape of the training data
     * @param classes the number of classes in it; 0 if it is not labelled
     * @throws IllegalArgumentException if the model cannot learn from such
     */
    O of(PictureShape pictures, int classes);
  }

  /** Checks the name. */
  public ModelType {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
      throw new IllegalArgumentException(
          "A model's name must consist of small letters, digits and -, but was \"" + name + "\"");
    }
    Objects.requireNonNull(description);
  }

  /** An untrained model. */
  public M create(O options) {
    return factory.apply(options);
  }
}
