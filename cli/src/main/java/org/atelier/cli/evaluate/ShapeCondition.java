package org.atelier.cli.evaluate;

import java.util.Locale;
import org.atelier.cli.command.UsageException;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.datasets.Shapes;
import org.atelier.model.capability.ConditionalModel;
import org.atelier.model.condition.Condition;

/** The conditioning input of {@code ./atelier train place}: the position of a shape. */
public enum ShapeCondition {
  /** x, y and radius. */
  NUMBERS(Shapes.PLACE),
  /** A mask. */
  MASK(Shapes.MASK);

  private static final int TRAINING = 20_000;
  private static final long TRAINING_SEED = 0;
  private static final long HELD_OUT_SEED = 1;

  private final Condition<?> condition;

  ShapeCondition(Condition<?> condition) {
    this.condition = condition;
  }

  /** The condition of the model. */
  public Condition<?> condition() {
    return condition;
  }

  /** The conditioning input of a model. */
  public static ShapeCondition of(ConditionalModel model) {
    return of(model.condition());
  }

  /** The choice with this condition. */
  public static ShapeCondition of(Condition<?> condition) {
    for (ShapeCondition known : values()) {
      if (known.condition.equals(condition)) {
        return known;
      }
    }
    throw new UsageException(
        "Expected a model conditional on the position of a shape or on its mask (./atelier"
            + " train place), but it is conditional on "
            + condition);
  }

  /** The training shapes. */
  public static Shapes training() {
    return Shapes.of(TRAINING, TRAINING_SEED);
  }

  /** Shapes that are not among the training shapes. */
  public static Shapes heldOut(int count) {
    return Shapes.of(count, HELD_OUT_SEED);
  }

  /** The training shapes with this conditioning input. */
  public TrainingData<ConditionedImages> data() {
    return this == MASK ? training().masked() : training().placed();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
