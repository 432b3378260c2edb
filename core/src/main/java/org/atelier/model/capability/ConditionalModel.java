package org.atelier.model.capability;

import java.util.List;
import org.atelier.image.Picture;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Condition;
import org.atelier.model.condition.Conditions;

/**
 * A latent model with a conditioning input (Mirza and Osindero, arXiv:1411.1784): a class label,
 * attributes, numbers or a map.
 */
public interface ConditionalModel extends LatentModel, ClassConditional {
  /** Returns the conditioning input's kind, which encodes its values. */
  Condition<?> condition();

  @Override
  default int classes() {
    return condition() instanceof ClassLabels labels ? labels.classes() : 0;
  }

  /** Returns varied conditioning inputs: all classes in turn, if they are class labels. */
  @Override
  default Conditions sampleConditions() {
    return condition().various();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the conditioning input is no class label
   */
  @Override
  default List<Picture> sample(int count, long seed, int label) {
    if (condition() instanceof ClassLabels labels) {
      return sample(count, seed, labels.always(label));
    }
    throw new IllegalStateException(
        "The model is conditioned on %s, not on a class label; call sample(count, seed, conditions)"
            .formatted(condition()));
  }
}
