package org.atelier.model.capability;

import java.util.List;
import java.util.Optional;
import org.atelier.image.Picture;

/** A model that makes pictures of a class that is asked for. */
public interface ClassConditional {
  /** A model as one of classes, if it was built to be told a class. */
  static Optional<ClassConditional> of(Object model) {
    return model instanceof ClassConditional conditional && conditional.classes() > 0
        ? Optional.of(conditional)
        : Optional.empty();
  }

  /**
   * The number of classes; labels go from 0 to one less. 0 for a model that was built to be told
   * something else.
   */
  int classes();

  /**
   * New pictures of one class: a function of the seed and the label, the n-th being the same
   * whatever the count.
   *
   * @param count how many
   * @param seed of the latents: the same seed gives the same latents for every class
   * @param label the class
   * @throws IllegalArgumentException if there is no such class
   */
  List<Picture> sample(int count, long seed, int label);
}
