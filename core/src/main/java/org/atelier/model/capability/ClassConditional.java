package org.atelier.model.capability;

import java.util.List;
import java.util.Optional;
import org.atelier.image.Picture;

/** A class-conditional model: it samples pictures of a given class. */
public interface ClassConditional {
  /** Returns the model as class-conditional, if its conditioning input is a class label. */
  static Optional<ClassConditional> of(Object model) {
    return model instanceof ClassConditional conditional && conditional.classes() > 0
        ? Optional.of(conditional)
        : Optional.empty();
  }

  /**
   * Returns the number of classes; labels are in [0, classes). 0 if the model's conditioning input
   * is no class label.
   */
  int classes();

  /**
   * Samples pictures of one class. They are a function of the seed and the label; the n-th picture
   * does not depend on the count.
   *
   * @param count number of pictures
   * @param seed seed of the latents, which are the same for every class
   * @param label the class, in [0, classes)
   * @throws IllegalArgumentException if there is no such class
   */
  List<Picture> sample(int count, long seed, int label);
}
